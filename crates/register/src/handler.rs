//! One HTTP request: logged, struck by misbehaviour where asked, answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use axum::Router;
use axum::extract::{Request as HttpRequest, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::answer::Answer;
use crate::armed;
use crate::bodies;
use crate::misbehaviour::Fault;
use crate::requests::Request;
use crate::routes::{self, Context};
use crate::server::Shared;

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(handle).with_state(shared)
}

/// Counts a request as being answered until it is dropped.
struct InFlight<'a>(&'a AtomicUsize);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn handle(State(shared): State<Arc<Shared>>, request: HttpRequest) -> Response {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or("").to_owned();
    let method = request.method().to_string();
    let in_flight = shared.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
    let _in_flight = InFlight(&shared.in_flight);
    let sequence = log(&shared, &request, &path, &query, in_flight);
    let takes_gzip = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip"));

    let faults = shared
        .faults()
        .strike(&routes::decode(&path), &routes::decode(&query));
    for fault in &faults {
        match fault {
            Fault::Delay(pause) => tokio::time::sleep(*pause).await,
            Fault::Stall => std::future::pending().await,
            Fault::Edit(edit) => armed::edit(&mut shared.library_mut(), edit.clone()),
            _ => {}
        }
    }
    let mut answer = match faults
        .iter()
        .find_map(|fault| armed::instead(fault, &shared.base))
    {
        Some(answer) => answer,
        None => right_answer(&shared, sequence, &method, &path, &query, &faults),
    };
    for fault in &faults {
        armed::lie(fault, &mut answer);
    }
    tracing::info!(%method, %path, %query, status = answer.status, "answered");
    if let Some(entry) = shared
        .requests()
        .iter_mut()
        .rfind(|entry| entry.sequence == sequence)
    {
        entry.status = Some(answer.status);
    }
    respond(answer, &faults, takes_gzip)
}

fn right_answer(
    shared: &Shared,
    sequence: usize,
    method: &str,
    path: &str,
    query: &str,
    faults: &[Fault],
) -> Answer {
    let library = shared.library();
    let wrong = faults.iter().find_map(|fault| match fault {
        Fault::WrongDocument(number) => {
            Some(armed::wrong_path(&library, &routes::decode(path), number))
        }
        _ => None,
    });
    let context = Context {
        library: &library,
        limits: &shared.limits,
        readings: shared.readings,
        base: &shared.base,
        sequence,
    };
    match wrong {
        // A date in the query would keep the wrong document from being found.
        Some(wrong) if wrong != routes::decode(path) => {
            let query = query.replace("publication_date=", "_=");
            routes::answer(&context, method, &wrong, &query)
        }
        _ => routes::answer(&context, method, path, query),
    }
}

fn log(shared: &Shared, request: &HttpRequest, path: &str, query: &str, in_flight: usize) -> usize {
    let headers = request
        .headers()
        .iter()
        .map(|(name, value)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect();
    let sequence = shared.next_sequence();
    shared.requests().push(Request {
        sequence,
        at: Instant::now(),
        in_flight,
        method: request.method().to_string(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        status: None,
    });
    sequence
}

fn respond(answer: Answer, faults: &[Fault], takes_gzip: bool) -> Response {
    let wire = bodies::wire(answer.body, faults, takes_gzip);
    let mut response = Response::new(wire.body);
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(answer.content_type),
    );
    for (name, value) in &answer.headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    if wire.gzip {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if let Some(length) = wire.length {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}
