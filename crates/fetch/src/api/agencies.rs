//! The Register's list of agencies: which slugs exist, and which department a bureau belongs to.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::{ApiDocument, lenient};

/// One agency of the list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AgencyRecord {
    /// The Register's number for it.
    pub id: u32,
    /// The Register's name for it.
    pub name: String,
    /// The slug that queries use.
    #[serde(default, deserialize_with = "lenient::text")]
    pub slug: Option<String>,
    /// The number of the department it belongs to.
    #[serde(default, deserialize_with = "lenient::number")]
    pub parent_id: Option<u32>,
}

/// The list of agencies.
#[derive(Debug, Clone, Default)]
pub struct Agencies {
    by_id: HashMap<u32, AgencyRecord>,
}

impl Agencies {
    /// Reads the answer of `/agencies`; entries of an unknown shape are skipped.
    ///
    /// # Errors
    /// What is wrong with the answer, as a phrase.
    pub fn from_value(value: &Value) -> Result<Self, String> {
        let Some(items) = value.as_array() else {
            return Err("a list of agencies was due".to_owned());
        };
        let by_id: HashMap<_, _> = items
            .iter()
            .filter_map(|item| AgencyRecord::deserialize(item).ok())
            .map(|record| (record.id, record))
            .collect();
        if by_id.is_empty() {
            Err("the list holds no agency".to_owned())
        } else {
            Ok(Self { by_id })
        }
    }

    /// Whether the Register knows this slug.
    pub fn knows(&self, slug: &str) -> bool {
        self.by_id
            .values()
            .any(|record| record.slug.as_deref() == Some(slug))
    }

    /// Puts the department before each bureau that stands without it, as published documents have
    /// it and public inspection does not.
    pub fn complete(&self, document: &mut ApiDocument) {
        let present: Vec<Option<u32>> = document.agencies.iter().map(|agency| agency.id).collect();
        let mut completed = Vec::new();
        for agency in &document.agencies {
            let parent = agency.parent_id.or_else(|| {
                agency
                    .id
                    .and_then(|id| self.by_id.get(&id))
                    .and_then(|record| record.parent_id)
            });
            if let Some(parent) = parent.filter(|id| !present.contains(&Some(*id)))
                && let Some(record) = self.by_id.get(&parent)
            {
                let department = fedreg_model::Agency {
                    name: record.name.clone(),
                    slug: record.slug.clone(),
                };
                if !completed.contains(&department) {
                    completed.push(department);
                }
            }
            completed.extend(agency.to_agency());
        }
        document.metadata.agencies = completed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bureau_without_its_department_gets_it() {
        let agencies = Agencies::from_value(&json!([
            {"id": 54, "name": "Commerce Department", "slug": "commerce-department",
             "parent_id": null},
            {"id": 241, "name": "Industry and Security Bureau", "parent_id": 54,
             "slug": "industry-and-security-bureau"}]))
        .unwrap();
        let bureau = json!({"raw_name": "Bureau of Industry and Security", "id": 241,
            "name": "Industry and Security Bureau", "slug": "industry-and-security-bureau"});
        let object = json!({"document_number": "2099-00002", "filing_type": "special",
            "agencies": [bureau]});
        let mut document = ApiDocument::from_value(object).unwrap();
        agencies.complete(&mut document);
        let slugs: Vec<_> = document
            .metadata
            .agencies
            .iter()
            .filter_map(|a| a.slug.as_deref())
            .collect();
        assert_eq!(
            slugs,
            ["commerce-department", "industry-and-security-bureau"]
        );
        // A second time changes nothing.
        agencies.complete(&mut document);
        assert_eq!(document.metadata.agencies.len(), 2);
        assert!(agencies.knows("commerce-department") && !agencies.knows("commerce"));
    }
}
