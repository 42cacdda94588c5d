//! Lists that are printed as images, read by an OCR program for `fedreg review template --ocr`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fedreg_fetch::ApiClient;
use fedreg_model::{Parsed, Role};
use fedreg_parse::Parser;
use fedreg_pipeline::ocr::{self, OcrError};

use super::reviewing::Held;
use crate::app::App;
use crate::error::CliError;
use crate::exit::Status;

/// The largest image that is read from a directory.
const MAX_IMAGE: u64 = 64 * 1024 * 1024;

impl From<OcrError> for CliError {
    fn from(error: OcrError) -> Self {
        let status = match error {
            OcrError::Off => Status::Usage,
            _ => Status::UnreadableInput,
        };
        let text = error.to_string();
        match text.split_once("; ") {
            Some((what, help)) => Self::new(status, what).help(help),
            None => Self::new(status, text),
        }
    }
}

/// What the parser makes of the notice with its images read.
pub(super) fn read(app: &App, held: &Held, folder: Option<&Path>) -> Result<Parsed, CliError> {
    let settings = app.settings()?;
    if !settings.fedreg.ocr.enabled {
        return Err(OcrError::Off.into());
    }
    let mut images: Vec<String> = held
        .parsed
        .residue
        .iter()
        .filter_map(|residue| residue.announced.as_ref())
        .flat_map(|announced| announced.images.iter().cloned())
        .collect();
    if images.is_empty() {
        let graphics = held.notice.of_role(Role::Graphic);
        images = graphics.map(|(_, words)| words.trim().to_owned()).collect();
    }
    images.dedup();
    if images.is_empty() {
        return Err(CliError::usage("the notice holds no image")
            .help("leave out --ocr: fedreg review template DOCUMENT"));
    }
    let mut texts = Vec::new();
    for image in images {
        let bytes = match folder {
            Some(folder) => from_folder(folder, &image)?,
            None => from_site(&settings.fedreg.source, &image)?,
        };
        let text = ocr::read_image(&settings.fedreg.ocr, &image, &bytes)?;
        texts.push((image, text));
    }
    let parser = Parser::new(Arc::clone(&settings.authorities));
    let metadata = &held.status.version.metadata;
    Ok(ocr::proposal(
        &parser,
        metadata,
        &held.notice,
        &held.parsed,
        &texts,
    ))
}

fn from_folder(folder: &Path, image: &str) -> Result<Vec<u8>, CliError> {
    let unreadable = |what: String| CliError::new(Status::UnreadableInput, what);
    // An identifier of a hostile text must not lead out of the folder.
    let plain = image
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    if !plain || image.contains("..") {
        return Err(unreadable(format!(
            "'{image}' is no identifier of an image"
        )));
    }
    let names = ["png", "jpg", "jpeg", "gif", "tif", "tiff"];
    let paths = names.map(|extension| folder.join(format!("{image}.{extension}")));
    let path: &PathBuf = paths.iter().find(|path| path.is_file()).ok_or_else(|| {
        unreadable(format!("{} holds no image {image}.png", folder.display()))
            .help("save the notice's images there by their identifiers")
    })?;
    let length = fs_err::metadata(path).map_err(|error| unreadable(error.to_string()))?;
    if length.len() > MAX_IMAGE {
        return Err(unreadable(format!("{} is too large", path.display())));
    }
    fs_err::read(path).map_err(|error| unreadable(error.to_string()))
}

fn from_site(source: &fedreg_fetch::ApiSettings, image: &str) -> Result<Vec<u8>, CliError> {
    let unreachable = |what: String| {
        CliError::new(Status::SourceUnreachable, what)
            .help("save the images in a directory and name it: --images DIR")
    };
    let client =
        ApiClient::new(source.clone()).map_err(|error| CliError::usage(error.to_string()))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::new(Status::Failure, error.to_string()))?;
    let bytes = runtime
        .block_on(client.image(image))
        .map_err(|error| unreachable(error.to_string()))?;
    Ok(bytes.to_vec())
}
