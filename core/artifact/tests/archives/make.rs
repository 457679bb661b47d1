//! Archives made by hand, so that they can be made wrong.

use std::io::Write as _;

/// A member of a zip, with everything that can be told wrong.
#[derive(Clone)]
pub struct Zipped {
    pub name: Vec<u8>,
    pub local_name: Option<Vec<u8>>,
    pub data: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub size: u32,
    pub crc: u32,
    /// Sizes stand after the data only.
    pub follow: bool,
    /// Left out of the directory.
    pub hidden: bool,
    pub zip64: bool,
}

pub fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(vec![], flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(vec![], bzip2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// zstd with raw blocks only, which needs no encoder (RFC 8878 section 3.1.1).
pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    // One segment, its size in eight bytes.
    let mut frame = vec![0x28, 0xB5, 0x2F, 0xFD, 0b1110_0000];
    frame.extend((bytes.len() as u64).to_le_bytes());
    let mut blocks = bytes.chunks(100_000).peekable();
    if bytes.is_empty() {
        frame.extend([1, 0, 0]);
    }
    while let Some(block) = blocks.next() {
        let header = (block.len() as u32) << 3 | u32::from(blocks.peek().is_none());
        frame.extend(&header.to_le_bytes()[..3]);
        frame.extend(block);
    }
    frame
}

/// xz with uncompressed LZMA2 chunks and CRC-32.
pub fn xz(bytes: &[u8]) -> Vec<u8> {
    let with_crc = |fields: Vec<u8>| [&fields[..], &crc32(&fields).to_le_bytes()].concat();
    let mut file = b"\xfd7zXZ\0".to_vec();
    file.extend(with_crc(vec![0, 1]));
    // Twelve bytes: no sizes, one filter, LZMA2 with a dictionary of 64 KiB.
    file.extend(with_crc(vec![2, 0, 0x21, 1, 8, 0, 0, 0]));
    let mut data = vec![];
    for (at, chunk) in bytes.chunks(65_536).enumerate() {
        data.push(if at == 0 { 1 } else { 2 });
        data.extend(((chunk.len() - 1) as u16).to_be_bytes());
        data.extend(chunk);
    }
    data.push(0);
    let unpadded = 12 + data.len() as u64 + 4;
    data.resize(data.len().next_multiple_of(4), 0);
    file.extend(&data);
    file.extend(crc32(bytes).to_le_bytes());
    let varint = |mut value: u64| {
        let mut bytes = vec![];
        while value >= 0x80 {
            bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        bytes.push(value as u8);
        bytes
    };
    let mut index = [vec![0, 1], varint(unpadded), varint(bytes.len() as u64)].concat();
    index.resize(index.len().next_multiple_of(4), 0);
    let index = with_crc(index);
    let backward = (index.len() / 4 - 1) as u32;
    let footer = [&backward.to_le_bytes()[..], &[0, 1]].concat();
    file.extend(index);
    file.extend(crc32(&footer).to_le_bytes());
    file.extend(footer);
    file.extend(b"YZ");
    file
}

impl Zipped {
    pub fn stored(name: &str, data: &[u8]) -> Self {
        Self {
            name: name.into(),
            local_name: None,
            data: data.to_vec(),
            method: 0,
            flags: 0,
            size: data.len() as u32,
            crc: crc32(data),
            follow: false,
            hidden: false,
            zip64: false,
        }
    }

    pub fn deflated(name: &str, data: &[u8]) -> Self {
        Self { data: deflate(data), method: 8, ..Self::stored(name, data) }
    }
}

/// A zip of these, with something in front of it and a comment.
pub fn zip_with(front: &[u8], members: &[Zipped], comment: &[u8]) -> Vec<u8> {
    let mut file = front.to_vec();
    let mut directory = vec![];
    let mut count = 0_u16;
    for member in members {
        let offset = (file.len() - front.len()) as u32;
        let name = member.local_name.as_ref().unwrap_or(&member.name);
        let flags = member.flags | if member.follow { 8 } else { 0 };
        let packed = member.data.len() as u32;
        let sizes = [member.crc, packed, member.size];
        let local = if member.follow { [0; 3] } else { sizes };
        file.extend(b"PK\x03\x04\x14\0");
        file.extend([flags, member.method, 0, 0].map(u16::to_le_bytes).concat());
        file.extend(local.map(u32::to_le_bytes).concat());
        file.extend([name.len() as u16, 0].map(u16::to_le_bytes).concat());
        file.extend(name);
        file.extend(&member.data);
        if member.follow {
            file.extend(b"PK\x07\x08");
            file.extend(sizes.map(u32::to_le_bytes).concat());
        }
        if member.hidden {
            continue;
        }
        count += 1;
        let wide = u32::MAX;
        let shown = if member.zip64 { [member.crc, wide, wide] } else { sizes };
        let extra: Vec<u8> = match member.zip64 {
            true => [
                &[1, 0, 24, 0][..],
                &u64::from(member.size).to_le_bytes(),
                &u64::from(packed).to_le_bytes(),
                &u64::from(offset).to_le_bytes(),
            ]
            .concat(),
            false => vec![],
        };
        directory.extend(b"PK\x01\x02\x14\0\x14\0");
        directory.extend([flags, member.method, 0, 0].map(u16::to_le_bytes).concat());
        directory.extend(shown.map(u32::to_le_bytes).concat());
        let lengths = [member.name.len() as u16, extra.len() as u16, 0, 0, 0, 0, 0];
        directory.extend(lengths.map(u16::to_le_bytes).concat());
        directory.extend(if member.zip64 { wide } else { offset }.to_le_bytes());
        directory.extend(&member.name);
        directory.extend(extra);
    }
    let start = file.len() as u64;
    let base = front.len() as u64;
    file.extend(&directory);
    let size = directory.len() as u64;
    if members.iter().any(|member| member.zip64) {
        let end = file.len() as u64 - base;
        file.extend(b"PK\x06\x06");
        file.extend(44_u64.to_le_bytes());
        file.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        file.extend([u64::from(count), u64::from(count), size, start - base].map(u64::to_le_bytes).concat());
        file.extend(b"PK\x06\x07\0\0\0\0");
        file.extend(end.to_le_bytes());
        file.extend(1_u32.to_le_bytes());
        file.extend(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff");
    } else {
        file.extend(b"PK\x05\x06\0\0\0\0");
        file.extend([count, count].map(u16::to_le_bytes).concat());
        file.extend([size as u32, (start - base) as u32].map(u32::to_le_bytes).concat());
    }
    file.extend((comment.len() as u16).to_le_bytes());
    file.extend(comment);
    file
}

pub fn zip(members: &[Zipped]) -> Vec<u8> {
    zip_with(b"", members, b"")
}

/// A zip of stored and deflated files by turns.
pub fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let make = |(at, (name, data)): (usize, &(&str, &[u8]))| match at % 2 {
        0 => Zipped::deflated(name, data),
        _ => Zipped::stored(name, data),
    };
    zip(&files.iter().enumerate().map(make).collect::<Vec<_>>())
}

/// One header of a tar.
pub fn tar_header(name: &[u8], kind: u8, link: &[u8], size: u64) -> [u8; 512] {
    let mut block = [0; 512];
    block[..name.len()].copy_from_slice(name);
    block[100..108].copy_from_slice(b"0000644\0");
    block[108..116].copy_from_slice(b"0000000\0");
    block[116..124].copy_from_slice(b"0000000\0");
    block[124..136].copy_from_slice(format!("{size:011o}\0").as_bytes());
    block[136..148].copy_from_slice(b"00000000000\0");
    block[156] = kind;
    block[157..157 + link.len()].copy_from_slice(link);
    block[257..265].copy_from_slice(b"ustar\x0000");
    seal(block)
}

/// The header with its checksum.
pub fn seal(mut block: [u8; 512]) -> [u8; 512] {
    block[148..156].copy_from_slice(b"        ");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

/// A member of a tar with its data.
pub fn tarred(name: &[u8], kind: u8, link: &[u8], data: &[u8]) -> Vec<u8> {
    let mut bytes = tar_header(name, kind, link, data.len() as u64).to_vec();
    bytes.extend(data);
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}

pub fn tar_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes: Vec<u8> =
        files.iter().flat_map(|(name, data)| tarred(name.as_bytes(), b'0', b"", data)).collect();
    bytes.resize(bytes.len() + 1024, 0);
    bytes
}

pub fn ar_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = b"!<arch>\n".to_vec();
    for (name, data) in files {
        bytes.extend(
            format!("{name:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", 0, 0, 0, 100_644, data.len()).bytes(),
        );
        bytes.extend(*data);
        if data.len() % 2 == 1 {
            bytes.push(b'\n');
        }
    }
    bytes
}

pub fn deb_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let control = gzip(&tar_of(&[("./control", b"Package: x\n")]));
    ar_of(&[("debian-binary", b"2.0\n"), ("control.tar.gz", &control), ("data.tar.xz", &xz(&tar_of(files)))])
}

pub fn cpio_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = vec![];
    let end: [(&str, &[u8]); 1] = [("TRAILER!!!", b"")];
    for (name, data) in files.iter().chain(&end) {
        let fields = [1, 0o100_644, 0, 0, 1, 0, data.len(), 0, 0, 0, 0, name.len() + 1, 0];
        bytes.extend(b"070701");
        bytes.extend(fields.iter().flat_map(|field| format!("{field:08x}").into_bytes()));
        bytes.extend(name.bytes());
        bytes.push(0);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes.extend(*data);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
    }
    bytes
}

/// An rpm with empty headers, which is all that matters here.
pub fn rpm_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = b"\xed\xab\xee\xdb\x03\0".to_vec();
    bytes.resize(96, 0);
    // The signature has five bytes of values, so that it needs padding.
    bytes.extend(b"\x8e\xad\xe8\x01\0\0\0\0\0\0\0\0\0\0\0\x05abcde\0\0\0");
    bytes.extend(b"\x8e\xad\xe8\x01\0\0\0\0\0\0\0\0\0\0\0\x03abc");
    bytes.extend(gzip(&cpio_of(files)));
    bytes
}

/// A 7z of one folder that only copies.
pub fn seven_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let number = |value: usize| -> Vec<u8> {
        match value {
            0..0x80 => vec![value as u8],
            0x80..0x4000 => vec![0x80 | (value >> 8) as u8, value as u8],
            _ => [&[0xFF][..], &(value as u64).to_le_bytes()].concat(),
        }
    };
    let all: Vec<u8> = files.iter().flat_map(|(_, data)| data.to_vec()).collect();
    let mut header = vec![0x01, 0x04, 0x06, 0, 1, 0x09];
    header.extend(number(all.len()));
    header.extend([0, 0x07, 0x0B, 1, 0, 1, 0x01, 0x00, 0x0C]);
    header.extend(number(all.len()));
    header.extend([0, 0x08, 0x0D]);
    header.extend(number(files.len()));
    header.push(0x09);
    for (_, data) in &files[..files.len() - 1] {
        header.extend(number(data.len()));
    }
    header.extend([0x0A, 1]);
    for (_, data) in files {
        header.extend(crc32(data).to_le_bytes());
    }
    header.extend([0, 0, 0x05]);
    header.extend(number(files.len()));
    let names: Vec<u8> = files
        .iter()
        .flat_map(|(name, _)| name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes))
        .collect();
    header.push(0x11);
    header.extend(number(names.len() + 1));
    header.push(0);
    header.extend(names);
    header.extend([0, 0]);
    let start = [
        &(all.len() as u64).to_le_bytes()[..],
        &(header.len() as u64).to_le_bytes(),
        &crc32(&header).to_le_bytes(),
    ]
    .concat();
    [b"7z\xbc\xaf\x27\x1c\0\x04", &crc32(&start).to_le_bytes()[..], &start, &all, &header].concat()
}
