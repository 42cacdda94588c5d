//! An answer before it goes out: status, content type, body; and the service's error pages.

use serde_json::{Value, json};

use crate::limits::{ErrorPages, Readings};

/// What is sent back, before any misbehaviour.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    /// Further headers.
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

const JSON: &str = "application/json; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

impl Answer {
    pub(crate) fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        // Neither ETag nor Last-Modified: conditional requests have nothing to hold on to.
        let headers = vec![
            ("cache-control", "no-store".to_owned()),
            ("access-control-allow-origin", "*".to_owned()),
        ];
        Self {
            status,
            content_type,
            headers,
            body: body.into(),
        }
    }

    pub(crate) fn json(value: &Value) -> Self {
        Self::new(200, JSON, value.to_string())
    }

    pub(crate) fn html(status: u16, body: String) -> Self {
        Self::new(status, HTML, body)
    }

    pub(crate) fn status_json(status: u16, value: &Value) -> Self {
        Self::new(status, JSON, value.to_string())
    }

    pub(crate) fn redirect(status: u16, to: String) -> Self {
        let mut answer = Self::html(status, format!("<html><body>Moved to {to}</body></html>"));
        answer.headers.push(("location", to));
        answer
    }

    /// `{"errors":{…}}`, status 400. In life these are the one thing marked cacheable for a day.
    pub(crate) fn invalid(errors: &Value) -> Self {
        let mut answer = Self::status_json(400, &json!({ "errors": errors }));
        answer.headers.retain(|(name, _)| *name != "cache-control");
        answer
            .headers
            .push(("cache-control", "max-age=86400, public".to_owned()));
        answer
    }

    /// `{"status":400,"message":…}`.
    pub(crate) fn bad_request(message: &str) -> Self {
        Self::status_json(400, &json!({"status": 400, "message": message}))
    }

    pub(crate) fn internal_error() -> Self {
        Self::status_json(
            500,
            &json!({"status": 500, "message": "Internal Server Error"}),
        )
    }

    /// A 404, in the form that the readings ask for.
    pub(crate) fn not_found(readings: Readings) -> Self {
        match readings.error_pages {
            ErrorPages::Html => Self::html(404, page("Page Not Found", "404: not here.")),
            ErrorPages::Json => {
                Self::status_json(404, &json!({"status": 404, "message": "Record Not Found"}))
            }
        }
    }

    /// A 404 that is HTML whatever the readings: files come from another server than the API.
    pub(crate) fn no_file() -> Self {
        Self::html(404, page("Page Not Found", "404: no such file."))
    }
}

/// A small HTML page in the manner of the site.
pub(crate) fn page(title: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Federal Register :: {title}</title></head>\
         <body><h1>{title}</h1><p>{text}</p></body></html>\n"
    )
}

/// The page that suspected robots get, under status 200.
pub(crate) fn challenge_page() -> String {
    page(
        "Request Access",
        "Due to aggressive automated scraping, programmatic access is limited. Complete the \
         CAPTCHA (bot test) below and click \"Request Access\". <form action=\"/unblock\" \
         method=\"post\"><div class=\"g-recaptcha\"></div></form>",
    )
}
