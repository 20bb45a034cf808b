//! The pictures: small drawings, a handful for each month, which that month's posts share.

use crate::date::Month;
use crate::rng::Rng;

const PER_MONTH: usize = 6;

/// A picture's file name and what it shows.
pub type Image = (&'static str, &'static str);

const IMAGES: [Image; 24] = [
    ("assembly-line.svg", "Robot arms reach over a long assembly line"),
    ("auditorium.svg", "An auditorium, seen from the last row, with a lit stage"),
    ("battery-rack.svg", "Batteries stacked in a rack taller than the person beside it"),
    ("cable-ship.svg", "A ship pays out cable under a gray sky"),
    ("chip.svg", "A chip, larger than life, on a bed of green traces"),
    ("control-room.svg", "Three operators before a wall of screens"),
    ("cooling-towers.svg", "Cooling towers behind a low building without windows"),
    ("courthouse.svg", "The steps of a courthouse in the morning"),
    ("data-center.svg", "A data center at dusk, lit from within"),
    ("delivery-van.svg", "A delivery van at the gate of a warehouse"),
    ("desk.svg", "An empty desk with a cardboard box on it"),
    ("fiber.svg", "A bundle of glass fibers, glowing at the tips"),
    ("headquarters.svg", "An office tower with a sign too small to read"),
    ("keyboard.svg", "Hands on a worn keyboard"),
    ("laboratory.svg", "A laboratory bench with an opened instrument"),
    ("laptop-repair.svg", "A laptop taken apart, its screws in a row"),
    ("map.svg", "A map with lines between cities on three continents"),
    ("meeting.svg", "Five people around a table, one of them standing"),
    ("price-chart.svg", "A chart with two lines that cross near the right edge"),
    ("satellite.svg", "A satellite above a coast, its panels open"),
    ("server-aisle.svg", "An aisle between two rows of server cabinets"),
    ("trade-show.svg", "Visitors crowd around a booth at a trade show"),
    ("wafer.svg", "A wafer held up to the light"),
    ("wind-farm.svg", "Wind turbines behind a field of solar panels"),
];

/// The pictures of a month.
pub fn of_month(seed: u64, month: Month) -> Vec<Image> {
    let mut images = IMAGES.to_vec();
    month_rng(seed, month).shuffle(&mut images);
    images.truncate(PER_MONTH);
    images
}

/// A picture of that month as SVG: no two months' are alike.
pub fn svg(seed: u64, month: Month, (name, title): Image) -> String {
    let letters = name.bytes().fold(0, |hash: u64, byte| hash.rotate_left(7) ^ u64::from(byte));
    let mut rng = Rng::new(month_rng(seed, month).next_u64(), letters);
    let mut below = |end| rng.below_u64(end);
    let (sky, ground, horizon) = (below(360), below(360), 160 + below(120));
    let (x, y, radius) = (80 + below(480), 60 + below(100), 20 + below(60));
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360" role="img">
<title>{title}</title>
<rect width="640" height="360" fill="hsl({sky},40%,70%)"/>
<circle cx="{x}" cy="{y}" r="{radius}" fill="ivory"/>
<rect y="{horizon}" width="640" height="{}" fill="hsl({ground},30%,35%)"/>
</svg>
"#,
        360 - horizon
    )
}

fn month_rng(seed: u64, month: Month) -> Rng {
    // Above the numbers of all posts.
    Rng::new(seed, 1 << 40 | u64::from(month.year * 12 + month.month))
}
