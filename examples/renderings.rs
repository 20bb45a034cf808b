//! Renders the pictures of the sample site, and as many of the size of a camera's as a comparison of speed needs:
//!
//! ```text
//! cargo run --release --example renderings -- FOLDER            # the three of the sample
//! cargo run --release --example renderings -- FOLDER 200        # so many of twelve megapixels
//! ```
//!
//! Everything is worked out from where a pixel is, so that the same pictures come out on every machine.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    clippy::disallowed_methods,
    clippy::float_cmp,
    clippy::indexing_slicing,
    reason = "geometry, with the names that it has on paper, over arrays of three"
)]

use std::error::Error;
use std::fs;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use rayon::prelude::*;

type Colour = [f32; 3];
type Scene = fn(f32, f32, u32) -> Colour;

/// Rays for a pixel.
const RAYS: u32 = 16;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let scenes: [(&str, Scene); 3] = [("data-hall", data_hall), ("transmission-line", transmission_line), ("die", die)];
    let Some(count) = arguments.next() else {
        for (name, scene) in scenes {
            fs::write(folder.join(format!("{name}.jpg")), jpeg(2000, 1333, scene, 0, RAYS, 80)?)?;
        }
        return Ok(());
    };
    let count: u32 = count.parse()?;
    // Twelve are drawn; the others differ in a comment, which makes them other files.
    let drawn: Vec<Vec<u8>> = (0..count.min(12))
        .map(|number| jpeg(4000, 3000, scenes[number as usize % 3].1, number, 1, 90))
        .collect::<Result<_, _>>()?;
    for number in 0..count {
        let bytes = &drawn[number as usize % drawn.len()];
        let comment = format!("picture {number:06}");
        let length = (comment.len() as u16 + 2).to_be_bytes();
        let file = [&bytes[..2], b"\xff\xfe", &length, comment.as_bytes(), &bytes[2..]].concat();
        fs::write(folder.join(format!("{number:03}.jpg")), file)?;
    }
    Ok(())
}

fn jpeg(width: u32, height: u32, scene: Scene, seed: u32, rays: u32, quality: u8) -> Result<Vec<u8>, Box<dyn Error>> {
    let shorter = width.min(height) as f32;
    let rows: Vec<Vec<u8>> = (0..height)
        .into_par_iter()
        .map(|row| {
            let pixel = |column: u32| {
                let mut sum = [0.0; 3];
                for ray in 0..rays {
                    let ray_seed = hash(&[column, row, ray, seed]);
                    let x = column as f32 + unit(hash(&[ray_seed, 1])) - width as f32 / 2.0;
                    let y = height as f32 / 2.0 - row as f32 - unit(hash(&[ray_seed, 2]));
                    sum = add(sum, scene(2.0 * x / shorter, 2.0 * y / shorter, ray_seed ^ (seed << 24)));
                }
                let grain = (unit(hash(&[column, row, seed, 77])) - 0.5) * 0.012;
                let edge = (column as f32 / width as f32 - 0.5).hypot(row as f32 / height as f32 - 0.5);
                scale(sum, (1.0 - 0.55 * edge * edge) / rays as f32).map(|light| developed(light) + grain)
            };
            (0..width).flat_map(pixel).map(|value| (value.clamp(0.0, 1.0) * 255.0).round() as u8).collect()
        })
        .collect();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).write_image(
        &rows.concat(),
        width,
        height,
        ExtendedColorType::Rgb8,
    )?;
    Ok(bytes)
}

/// From light to a value of sRGB, with soft highlights.
fn developed(light: f32) -> f32 {
    let light = light.max(0.0);
    let toned = light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14);
    toned.powf(1.0 / 2.2)
}

/// An aisle between racks, with lamps in the ceiling and a polished floor.
fn data_hall(x: f32, y: f32, seed: u32) -> Colour {
    let tilt = 0.06;
    let direction = [0.46 * x + 0.12, 0.46 * (y - 0.05) - tilt, 1.0];
    let eye = [0.22, 1.5, 0.0];
    let (mut light, hit, is_floor) = hall_ray(eye, direction);
    if is_floor {
        let blur = 0.012 * (unit(hash(&[seed, 5])) - 0.5);
        let mirrored = [direction[0] + blur, -direction[1] + blur, direction[2]];
        let shine = 0.08 + 0.55 * (1.0 - (-direction[1] / length(direction)).min(1.0)).powi(4);
        light = add(light, scale(hall_ray([hit[0], 0.002, hit[2]], mirrored).0, shine));
    }
    light
}

/// What a ray sees in the hall: its light, where it ends, and whether that is on the floor.
fn hall_ray(from: [f32; 3], direction: [f32; 3]) -> (Colour, [f32; 3], bool) {
    const HALF: f32 = 1.15;
    const HEIGHT: f32 = 2.9;
    const END: f32 = 46.0;
    let to = |plane: f32, axis: usize| {
        let distance = (plane - from[axis]) / direction[axis];
        if distance > 1e-4 { distance } else { f32::INFINITY }
    };
    let walls = [to(HALF, 0).min(to(-HALF, 0)), to(0.0, 1), to(HEIGHT, 1), to(END, 2)];
    let nearest = walls.iter().copied().fold(f32::INFINITY, f32::min);
    let hit = [0, 1, 2].map(|axis| from[axis] + nearest * direction[axis]);
    let depth = hit[2];
    // Lamps hang across the aisle; between them it is darker.
    let lamp = |z: f32| 0.35 + 0.65 * (0.5 + 0.5 * (z * std::f32::consts::TAU / 3.0).cos()).powi(2);
    let mut light = if nearest == walls[0] {
        rack(hit[2], hit[1], hit[0] > 0.0, lamp(depth) * (0.25 + 0.75 * hit[1] / HEIGHT))
    } else if nearest == walls[1] {
        let is_seam = (hit[0] / 0.6).fract().abs().min((depth / 0.6).fract()) < 0.012;
        scale([0.055, 0.06, 0.068], lamp(depth) * if is_seam { 0.5 } else { 1.0 })
    } else if nearest == walls[2] {
        let across = (hit[0]).abs();
        let along = (depth / 3.0 + 0.5).fract();
        if across < 0.55 && (0.42..0.58).contains(&along) {
            [3.2, 3.5, 3.9]
        } else {
            let tray = ((hit[0] + 4.0) / 0.11).fract() < 0.5 && across > 0.7;
            scale([0.06, 0.066, 0.075], lamp(depth) * if tray { 0.3 } else { 0.8 })
        }
    } else {
        [0.10, 0.13, 0.17]
    };
    let haze = (-depth / 34.0).exp();
    light = add(scale(light, haze), scale([0.10, 0.14, 0.20], 1.0 - haze));
    (light, hit, nearest == walls[1])
}

/// The front of a row of racks: doors, machines a hand high, and their small lamps.
fn rack(along: f32, up: f32, is_right: bool, light: f32) -> Colour {
    let side = u32::from(is_right);
    let number = (along / 0.62).floor();
    let within = along / 0.62 - number;
    let id = hash(&[number as u32, side, 11]);
    if !(0.03..0.97).contains(&within) || up > 2.35 {
        return scale([0.012, 0.013, 0.016], 0.4 + light);
    }
    let unit_height = 0.048;
    let slot = (up / unit_height).floor();
    let in_slot = up / unit_height - slot;
    let machine = hash(&[id, slot as u32]);
    let kind = machine % 9;
    if kind == 0 || up < 0.12 {
        return scale([0.006, 0.007, 0.009], 0.5 + light);
    }
    let groove = if in_slot < 0.12 { 0.25 } else { 1.0 };
    let vents = if (within * 60.0).fract() < 0.35 && kind % 3 == 1 { 0.55 } else { 1.0 };
    let tone = 0.05 + 0.05 * unit(machine);
    let mut colour = scale([tone, tone * 1.04, tone * 1.12], light * groove * vents * 1.6);
    // Two lamps or so for each machine, where its front has them.
    let lamps = 3 + machine % 4;
    for lamp in 0..lamps {
        let own = hash(&[machine, lamp, 3]);
        let at = 0.08 + 0.04 * lamp as f32 + 0.55 * f32::from(u8::from(own.is_multiple_of(5)));
        let (dx, dy) = ((within - at) * 0.62, (in_slot - 0.55) * unit_height);
        let near = (-(dx * dx + dy * dy) / 0.000_016).exp() + 0.05 * (-(dx * dx + dy * dy) / 0.000_6).exp();
        let hue = match own % 11 {
            0..=5 => [0.15, 1.0, 0.5],
            6..=8 => [0.2, 0.6, 1.0],
            9 => [1.0, 0.6, 0.1],
            _ => [0.0; 3],
        };
        colour = add(colour, scale(hue, 2.4 * near));
    }
    colour
}

/// Pylons and their lines before hills, after sunset.
fn transmission_line(x: f32, y: f32, seed: u32) -> Colour {
    let sky = {
        let up = (y + 0.35).max(0.0);
        let glow = (-(x - 0.55).powi(2) / 0.9 - up * 2.2).exp();
        let base = mix([0.50, 0.27, 0.20], [0.035, 0.07, 0.16], (up * 0.95).min(1.0).powf(0.7));
        let stretched = fbm(x * 1.1 + 3.0, y * 5.5 + 0.4 * x, 6);
        let cloud = ((stretched - 0.48) * 3.4).clamp(0.0, 1.0) * (1.0 - (up - 0.5).abs()).clamp(0.0, 1.0);
        let lit = mix([0.20, 0.11, 0.14], [1.25, 0.52, 0.22], glow.powf(0.6));
        add(mix(base, lit, 0.72 * cloud), scale([1.35, 0.62, 0.22], glow * 0.85))
    };
    // Hills, the farther ones paler.
    let mut light = sky;
    for hill in 0..4 {
        let far = 1.0 - hill as f32 / 3.0;
        let offset = hill as f32 * 7.3;
        let top = -0.28 - 0.13 * hill as f32
            + 0.20 * (fbm(x * (0.8 + 0.3 * hill as f32) + offset, offset, 5) - 0.5)
            + 0.012 * (noise(x * 60.0 + offset, offset) - 0.5) * (1.0 - far);
        if y < top {
            let depth = ((top - y) * 2.5).min(1.0);
            let near = [0.008, 0.012, 0.016];
            let haze = [0.30, 0.20, 0.20];
            light = add(mix(near, haze, 0.82 * far * (1.0 - 0.4 * depth)), scale([0.05, 0.025, 0.01], far * 0.4));
        }
        if hill == 1 {
            let ink = pylons(x, y);
            light = mix(light, [0.006, 0.007, 0.009], ink);
        }
    }
    let _ = seed;
    light
}

/// How much of a point is covered by pylons and lines.
fn pylons(x: f32, y: f32) -> f32 {
    let places = [(-1.05_f32, 1.0_f32), (-0.12, 0.66), (0.42, 0.44), (0.76, 0.30), (0.98, 0.20)];
    let mut covered: f32 = 0.0;
    let foot = |size: f32| -0.74 + 0.36 * (1.0 - size);
    for (at, size) in places {
        let (u, v) = ((x - at) / size, (y - foot(size)) / size);
        covered = covered.max(pylon(u, v, 0.0042 / size.max(0.45)));
    }
    // Six wires, which hang between each two.
    for pair in places.windows(2) {
        let &[(a, large), (b, small)] = pair else { continue };
        for (arm, height) in [(0.20, 1.02), (0.26, 0.84), (0.20, 0.66)] {
            for side in [-1.0, 1.0] {
                let (start, end) = (a + side * arm * large, b + side * arm * small);
                let along = (x - start) / (end - start);
                if !(0.0..=1.0).contains(&along) {
                    continue;
                }
                let hung = height - 0.045;
                let (from, to) = (foot(large) + hung * large, foot(small) + hung * small);
                let wire = from + (to - from) * along - 0.32 * large * along * (1.0 - along);
                let thickness = 0.0016 * (large + (small - large) * along).max(0.3);
                covered = covered.max((1.0 - (y - wire).abs() / thickness).clamp(0.0, 1.0) * 0.9);
            }
        }
    }
    covered
}

/// A lattice mast of height 1.15, its foot at the origin.
fn pylon(u: f32, v: f32, thickness: f32) -> f32 {
    if !(0.0..1.2).contains(&v) || u.abs() > 0.32 {
        return 0.0;
    }
    let half = |v: f32| 0.14 * (1.0 - v / 0.62).max(0.0).powf(1.25) + 0.022;
    let mut nearest = f32::INFINITY;
    let mut line = |a: (f32, f32), b: (f32, f32)| nearest = nearest.min(distance_to_line((u, v), a, b));
    let levels: Vec<f32> = (0..=12).map(|level| 1.15 * (level as f32 / 12.0).powf(0.85)).collect();
    for pair in levels.windows(2) {
        let &[low, high] = pair else { continue };
        let (a, b) = (half(low), half(high));
        for side in [-1.0, 1.0] {
            line((side * a, low), (side * b, high));
            line((side * a, low), (-side * b, high));
        }
        line((-b, high), (b, high));
    }
    for (arm, height) in [(0.20, 1.02), (0.26, 0.84), (0.20, 0.66)] {
        for side in [-1.0, 1.0] {
            line((side * half(height), height), (side * arm, height + 0.004));
            line((side * half(height), height + 0.055), (side * arm, height + 0.004));
            line((side * arm, height), (side * arm, height - 0.045));
        }
    }
    (1.5 - nearest / thickness).clamp(0.0, 1.0)
}

/// The surface of a chip, close by, in the light of a lamp beside the lens.
fn die(x: f32, y: f32, seed: u32) -> Colour {
    // A lens with a wide aperture: what is not in the middle distance is blurred.
    let angle = unit(hash(&[seed, 8])) * std::f32::consts::TAU;
    let radius = unit(hash(&[seed, 9])).sqrt() * 0.045;
    let eye = [radius * angle.cos(), 2.1 + radius * angle.sin() * 0.5, -2.6];
    let aim = [0.62 * x, -0.92 + 0.62 * y, 1.12];
    let focus = 2.45 / (-aim[1] * 0.63 + aim[2] * 0.78).max(0.2);
    let sharp = [aim[0] * focus, 2.1 + aim[1] * focus, -2.6 + aim[2] * focus];
    let direction = [sharp[0] - eye[0], sharp[1] - eye[1], sharp[2] - eye[2]];
    if direction[1] > -0.02 {
        return [0.01, 0.012, 0.02];
    }
    let distance = -eye[1] / direction[1];
    let (turn_s, turn_c) = (0.5_f32.sin(), 0.5_f32.cos());
    let (px, pz) = (eye[0] + distance * direction[0], eye[2] + distance * direction[2]);
    let (u, v) = ((px * turn_c - pz * turn_s) * 2.4 + 40.0, (px * turn_s + pz * turn_c) * 2.4 + 40.0);
    let (depth, shade, edge) = block(u, v);
    let steep = -direction[1] / length(direction);
    // Thin films take out a colour each, after their thickness and the angle.
    let thickness = 0.9 + 0.35 * shade + 0.25 * fbm(u * 0.35, v * 0.35, 3);
    let phase = 2.6 + thickness * 2.4 * (0.4 + steep);
    let film = [0.0, 2.1, 4.2].map(|shift: f32| 0.5 + 0.5 * (phase + shift).cos());
    let lines = wires(u, v, depth);
    let base = mix([0.10, 0.085, 0.075], film, 0.10 + 0.22 * shade);
    let glint = (1.0 - ((px - 0.5).powi(2) * 0.35 + (pz - 0.4).powi(2) * 0.22)).max(0.0).powi(2);
    let lit = scale(base, (0.16 + 1.15 * glint) * (0.55 + 0.75 * lines) * edge);
    add(lit, scale([1.0, 0.85, 0.62], 0.5 * glint.powi(4) * lines))
}

/// The block of circuits that a point lies in: how deep it was divided, its tone, and whether it is on its edge.
fn block(u: f32, v: f32) -> (u32, f32, f32) {
    let (mut left, mut low) = ((u / 4.0).floor() * 4.0, (v / 4.0).floor() * 4.0);
    let (mut width, mut height) = (4.0_f32, 4.0_f32);
    let mut id = hash(&[left as u32, low as u32, 21]);
    let mut depth = 0;
    while depth < 9 && (depth < 3 || !id.is_multiple_of(4)) {
        let part = 0.3 + 0.4 * unit(hash(&[id, 1]));
        let is_second;
        if width > height {
            let cut = left + width * part;
            is_second = u >= cut;
            if is_second {
                width -= cut - left;
                left = cut;
            } else {
                width = cut - left;
            }
        } else {
            let cut = low + height * part;
            is_second = v >= cut;
            if is_second {
                height -= cut - low;
                low = cut;
            } else {
                height = cut - low;
            }
        }
        id = hash(&[id, u32::from(is_second), 2]);
        depth += 1;
    }
    let inset = (u - left).min(left + width - u).min(v - low).min(low + height - v);
    (id, unit(hash(&[id, 4])), if inset < 0.014 { 0.25 } else { 1.0 })
}

/// Lines and cells within a block.
fn wires(u: f32, v: f32, id: u32) -> f32 {
    let pitch = [0.030, 0.045, 0.07, 0.024][(id % 4) as usize];
    let along = if id & 16 == 0 { u } else { v };
    let across = if id & 16 == 0 { v } else { u };
    let row = (along / pitch).floor();
    let line = ((along / pitch).fract() - 0.5).abs();
    match id % 5 {
        // Memory: a grid of equal cells.
        0 | 1 => {
            let cell = ((across / pitch).fract() - 0.5).abs();
            if line.max(cell) < 0.36 { 1.0 } else { 0.2 }
        }
        // Logic: rows of cells of many lengths.
        2 | 3 => {
            let cell = hash(&[row as u32, (across / (pitch * 1.7)).floor() as u32, id]);
            if line < 0.4 { 0.25 + 0.75 * unit(cell) } else { 0.08 }
        }
        // A bus.
        _ => {
            if line < 0.24 {
                1.0
            } else {
                0.12
            }
        }
    }
}

fn distance_to_line((x, y): (f32, f32), a: (f32, f32), b: (f32, f32)) -> f32 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let along = (((x - a.0) * dx + (y - a.1) * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
    (x - a.0 - along * dx).hypot(y - a.1 - along * dy)
}

/// Noise in octaves, from 0 to 1.
fn fbm(x: f32, y: f32, octaves: u32) -> f32 {
    let (mut sum, mut share, mut frequency) = (0.0, 0.5, 1.0);
    for octave in 0..octaves {
        sum += share * noise(x * frequency + octave as f32 * 17.0, y * frequency);
        share *= 0.5;
        frequency *= 2.03;
    }
    sum
}

/// Smooth noise, from 0 to 1.
fn noise(x: f32, y: f32) -> f32 {
    let (left, low) = (x.floor(), y.floor());
    let smooth = |t: f32| t * t * (3.0 - 2.0 * t);
    let (s, t) = (smooth(x - left), smooth(y - low));
    let corner = |dx: i32, dy: i32| unit(hash(&[(left as i32 + dx) as u32, (low as i32 + dy) as u32, 99]));
    let lower = corner(0, 0) * (1.0 - s) + corner(1, 0) * s;
    let upper = corner(0, 1) * (1.0 - s) + corner(1, 1) * s;
    lower * (1.0 - t) + upper * t
}

fn hash(numbers: &[u32]) -> u32 {
    let mix = |hash: u32, number: &u32| {
        let mixed = (hash ^ number).wrapping_mul(0x9E37_79B1);
        (mixed ^ (mixed >> 15)).wrapping_mul(0x85EB_CA77)
    };
    let hash = numbers.iter().fold(0x1234_5678, mix);
    hash ^ (hash >> 13)
}

fn unit(hash: u32) -> f32 {
    (hash >> 8) as f32 / (1_u32 << 24) as f32
}

fn length(v: [f32; 3]) -> f32 {
    v.iter().map(|part| part * part).sum::<f32>().sqrt()
}

fn add(a: Colour, b: Colour) -> Colour {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

fn scale(colour: Colour, by: f32) -> Colour {
    colour.map(|channel| channel * by)
}

fn mix(a: Colour, b: Colour, share: f32) -> Colour {
    let share = share.clamp(0.0, 1.0);
    add(scale(a, 1.0 - share), scale(b, share))
}
