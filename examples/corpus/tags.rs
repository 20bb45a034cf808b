//! The hashtags: a vocabulary in which some are on every third post and many are rare.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use crate::rng::Rng;

/// Hashtags of each post.
pub const PER_POST: usize = 12;

/// The best known tags, the most frequent first; one column for each section.
const KNOWN: &str = "
    TechNews AI CyberSecurity Semiconductors CloudComputing OpenSource TechPolicy Research
    BigTech GenerativeAI Privacy GPU AWS Rust Regulation QuantumComputing
    Startups MachineLearning Ransomware NVIDIA Kubernetes Python Antitrust SpaceTech
    Earnings LLM zero-day Chips Azure TypeScript EuropeanUnion Robotics
    Amazon OpenAI Passkeys ARM Serverless C++ DataProtection CleanEnergy
    Layoffs Chatbots SupplyChain RISC-V DevOps JavaScript Copyright Batteries
    Microsoft NeuralNetworks Phishing Laptops Observability C# NetNeutrality FusionPower
    VentureCapital ComputerVision Encryption data-center Databases .NET Standards ClimateTech
    DigitalTransformation MachineTranslation Malware Displays PostgreSQL 日本語 RightToRepair Genomics
    FutureOfWork DeepLearning SpyWare Wearables Networking WebAssembly Elections Astronomy
    Mergers ImageModels BugBounty Printers DNS Unicode Taxation Materials
    TechStrategy Alignment open-standards Sensors Outages Compilers Spectrum Mathematics";

/// Other names of some of these, which tags.yaml merges.
pub const ALIASES: [(&str, &str); 5] = [
    ("AI", "ArtificialIntelligence"),
    ("LLM", "LargeLanguageModels"),
    ("Kubernetes", "K8s"),
    ("EuropeanUnion", "EU"),
    ("Layoffs", "CorporateLayoffs"),
];

const FIRST: &str = "
    Agile Ambient Analog App Audio Auto Battery Bio Block Browser Cache Carbon Chip Cloud Code
    Compute Container Crypto Cyber Data Deep Developer Device Digital Drone Edge Embedded Energy
    Enterprise Factory Fiber Field Fin Firmware Fleet Game Geo Graph Green Grid Hardware Health
    Home Human Hybrid Identity Image Industrial Kernel Language Laser Legal Light Logistics
    Machine Market Media Memory Micro Mobile Model Nano Network Neural Ocean Office Open Optical
    Packet Patent Payment Photo Platform Policy Power";

const MIDDLE: &str = "Core Cross First Free Low Meta Multi Native Next Real Smart Zero";

const LAST: &str = "
    Access Act Alliance Analytics Apps Architecture Audit Automation Backup Benchmarks Bridge
    Budget Caching Careers Certification Chains Compliance Conference Control Culture Delivery
    Design Discovery Economics Education Engineering Ethics Events Exchange Forecast Forensics
    Funding Governance Guide Insights Insurance Integration Jobs Labs Law Leasing Licensing Logs
    Maintenance Management Mapping Markets Metrics Migration Mining Monitoring Ops Outlook
    Planning Pricing Protocols Quality Recovery Recycling Reform Repair Reviews Rights Risk Safety
    Savings Search Security Services Signals Skills Standards Storage Testing Trends Week";

/// How many different tags there can be: at least the known ones, at most as many as there are words for.
pub const SIZES: RangeInclusive<i64> = 96..=50_000;

/// Each tag's identity, its name in lower case, is its own.
pub struct Vocabulary {
    names: Vec<String>,
    /// Sums of the weights of the tags up to each.
    sums: Vec<u64>,
}

/// A tag of a post, as the post spells it.
pub struct Tag {
    pub id: usize,
    pub spelling: String,
}

impl Vocabulary {
    pub fn new(size: u32) -> Self {
        let mut identities: HashSet<String> = ALIASES.iter().map(|(_, alias)| alias.to_lowercase()).collect();
        let names: Vec<String> = KNOWN
            .split_whitespace()
            .map(str::to_owned)
            .chain(compounds())
            .filter(|name| identities.insert(name.to_lowercase()))
            .zip(0..size)
            .map(|(name, _)| name)
            .collect();
        // Zipf and Mandelbrot's law, in whole numbers: the weight is 1 / (rank + 13) ^ 1.5.
        let sums = (13..13 + names.len() as u64)
            .scan(0, |sum, rank| {
                *sum += (1 << 40) / (rank * rank * rank).isqrt();
                Some(*sum)
            })
            .collect();
        Self { names, sums }
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Different tags for one post: half of them from the column of its section.
    pub fn draw(&self, rng: &mut Rng, section: usize, sections: usize) -> Vec<Tag> {
        let all = self.sums[self.sums.len() - 1];
        let mut tags: Vec<Tag> = Vec::with_capacity(PER_POST);
        while tags.len() < PER_POST {
            let point = rng.below_u64(all);
            let mut id = self.sums.partition_point(|sum| *sum <= point);
            if tags.len() % 2 == 1 {
                id = (id - id % sections + section).min(self.len() - 1);
            }
            if tags.iter().all(|tag| tag.id != id) {
                let spelling = self.spelling(id, rng);
                tags.push(Tag { id, spelling });
            }
        }
        tags
    }

    /// Mostly the tag's name; now and then an alias, or the name as a hurried writer types it.
    fn spelling(&self, id: usize, rng: &mut Rng) -> String {
        let name = &self.names[id];
        let alias = ALIASES.iter().find(|(tag, _)| tag == name);
        match alias {
            Some((_, alias)) if rng.one_in(5) => (*alias).to_owned(),
            _ if rng.one_in(30) => name.to_lowercase(),
            _ if name.contains('-') && rng.one_in(3) => name.replace('-', [" ", "_"][rng.below(2)]),
            _ => name.clone(),
        }
    }
}

impl Tag {
    /// Whether the tag may stand in prose, where symbols end a hashtag and `#fade` is a color.
    pub fn fits_prose(&self) -> bool {
        self.spelling.chars().all(char::is_alphanumeric) && !self.spelling.bytes().all(|b| b.is_ascii_hexdigit())
    }
}

/// `CloudPricing` and the like, then `CloudZeroPricing`, in an order that jumps about.
fn compounds() -> impl Iterator<Item = String> {
    let [first, middle, last] = [FIRST, MIDDLE, LAST].map(|words| words.split_whitespace().collect::<Vec<_>>());
    let pairs = first.len() * last.len();
    // A prime, so that the steps meet every pair once before the first comes again.
    let step = 1_000_003;
    (0..pairs * (1 + middle.len())).map(move |number| {
        let pair = number * step % pairs;
        let (head, tail) = (first[pair % first.len()], last[pair / first.len()]);
        match number / pairs {
            0 => format!("{head}{tail}"),
            round => format!("{head}{}{tail}", middle[round - 1]),
        }
    })
}
