//! What is on public inspection now.

use super::ApiClient;
use crate::FetchError;
use crate::api::ApiDocument;
use crate::error::shown;

/// The public-inspection desk.
#[derive(Debug, Clone, Default)]
pub struct InspectionDesk {
    /// The documents, with their departments filled in. A withdrawn one has no publication date.
    pub documents: Vec<ApiDocument>,
    /// When regular filings were last updated, as the server says it.
    pub regular_updated_at: Option<String>,
    /// When special filings were last updated, as the server says it.
    pub special_updated_at: Option<String>,
    /// Objects that could not be read, and why.
    pub unreadable: Vec<FetchError>,
    /// A hash of what the desk says, whatever its order and without what changes by itself: the
    /// same mark means that nothing has changed.
    pub mark: String,
}

impl ApiClient {
    /// The current desk: everything filed and not yet published.
    ///
    /// Documents there usually name the bureau alone; the department is looked up in the list of
    /// agencies, and if that cannot be fetched, the error is among `unreadable`.
    pub async fn public_inspection_current(&self) -> Result<InspectionDesk, FetchError> {
        let mut desk = self.desk().await?;
        self.complete(&mut desk).await;
        Ok(desk)
    }

    /// The desk in one request, its departments not filled in.
    pub(crate) async fn desk(&self) -> Result<InspectionDesk, FetchError> {
        // No `fields[]`: an unknown one costs a 500 here, and the default is everything.
        let url = self.api_url(&["public-inspection-documents", "current"]);
        let envelope = self.get_list(&url).await?;
        let mut desk = InspectionDesk {
            regular_updated_at: envelope.regular_filings_updated_at,
            special_updated_at: envelope.special_filings_updated_at,
            ..InspectionDesk::default()
        };
        for value in envelope.results {
            match ApiDocument::from_value(value) {
                Ok(document) => desk.documents.push(document),
                Err(detail) => {
                    desk.unreadable.push(FetchError::Unreadable {
                        url: shown(&url),
                        detail,
                    });
                }
            }
        }
        desk.mark = mark(&desk);
        Ok(desk)
    }

    /// Fills in the departments, which costs a request if one is lacking.
    pub(crate) async fn complete(&self, desk: &mut InspectionDesk) {
        let has_department = |document: &ApiDocument| {
            document.agencies.iter().all(|agency| {
                agency.id.is_some() && agency.parent_id.is_none()
                    || document
                        .agencies
                        .iter()
                        .any(|other| other.id == agency.parent_id)
            })
        };
        if !desk.documents.iter().all(has_department) {
            match self.agencies().await {
                Ok(agencies) => {
                    for document in &mut desk.documents {
                        agencies.complete(document);
                    }
                }
                Err(error) => desk.unreadable.push(error),
            }
        }
    }
}

fn mark(desk: &InspectionDesk) -> String {
    let mut parts: Vec<String> = desk
        .documents
        .iter()
        .map(|document| document.raw.to_string())
        .chain(desk.unreadable.iter().map(ToString::to_string))
        .collect();
    parts.sort_unstable();
    super::mark(&parts)
}
