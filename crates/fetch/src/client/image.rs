//! Images of printed pages: lists that a document does not hold as text.

use bytes::Bytes;
use url::Url;

use super::ApiClient;
use super::transport::Kind;
use crate::FetchError;
use crate::error::shown;

impl ApiClient {
    /// The image with this identifier (`EN10DE21.010`), in its original size: from the public
    /// site's own host for images, or from `/images` of another source.
    ///
    /// # Errors
    /// [`FetchError::BadUrl`] for an identifier that is none, [`FetchError::Unexpected`] where
    /// something else than an image comes back.
    pub async fn image(&self, id: &str) -> Result<Bytes, FetchError> {
        let plain = !id.is_empty()
            && id.len() <= 40
            && id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
            && !id.contains("..");
        if !plain {
            return Err(FetchError::BadUrl {
                url: id.to_owned(),
                detail: "an image's identifier has letters, digits and full stops".to_owned(),
            });
        }
        let url = self
            .inner
            .hosts
            .image(&format!("/{id}/{id}_original_size.png"))?;
        let read = |url: &Url, body: &Bytes| {
            if is_image(body) {
                Ok(body.clone())
            } else {
                Err(FetchError::Unexpected {
                    url: shown(url),
                    expected: "an image",
                    detail: "what came back is none".to_owned(),
                })
            }
        };
        self.get(&url, Kind::Text, read).await
    }
}

/// PNG, GIF or JPEG by the first bytes.
fn is_image(body: &[u8]) -> bool {
    [&b"\x89PNG\r\n\x1a\n"[..], b"GIF8", b"\xff\xd8\xff"]
        .iter()
        .any(|magic| body.starts_with(magic))
}
