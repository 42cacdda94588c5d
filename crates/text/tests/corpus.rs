//! Every real file in the corpus reads, and says of itself what the Register's API says.

mod common;

use std::collections::BTreeMap;

use common::{check_invariants, corpus, files};
use fedreg_model::{DocumentNumber, fold_name};
use fedreg_text::{Role, SourceShape, TextFormat, issue, read, sniff};

/// Files named after another number than the one they print.
const MISNAMED: &[(&str, &str)] = &[("2012-360", "2012-3460")];

#[test]
fn page_text_agrees_with_the_api() {
    let Some(corpus) = corpus() else { return };
    let paths = files(&corpus, "text/*.txt");
    assert!(paths.len() >= 59, "{} files", paths.len());
    let mut wrong = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let bytes = fs_err::read(&path).unwrap();
        assert_eq!(sniff(&bytes), SourceShape::Txt, "{name}");
        let notice = read(&bytes, TextFormat::Txt).unwrap();
        check_invariants(&notice, &name);
        let api: serde_json::Value =
            serde_json::from_slice(&fs_err::read(path.with_extension("json")).unwrap()).unwrap();
        let stated = &notice.stated;
        let mut compare = |what: &str, ours: String, theirs: String| {
            if ours != theirs {
                wrong.push(format!("{name} {what}: {ours:?} is not {theirs:?}"));
            }
        };
        let text = |key: &str| api[key].as_str().unwrap_or_default().to_owned();
        let show =
            |number: Option<&DocumentNumber>| number.map(ToString::to_string).unwrap_or_default();
        compare(
            "number",
            show(stated.document_number.as_ref()),
            name.clone(),
        );
        compare(
            "FR Doc line",
            notice.of_role(Role::FrDoc).count().to_string(),
            "1".to_owned(),
        );
        compare(
            "date",
            stated
                .publication_date
                .map(|date| date.to_string())
                .unwrap_or_default(),
            text("publication_date"),
        );
        compare(
            "citation",
            stated
                .citation
                .map(|citation| citation.to_string())
                .unwrap_or_default(),
            text("citation"),
        );
        compare(
            "type",
            format!("{:?}", stated.document_type),
            format!("{:?}", fedreg_model::DocumentType::from_name(&text("type"))),
        );
        compare("title", fold_name(&stated.title), fold_name(&text("title")));
        if let Some(action) = api["action"].as_str() {
            compare(
                "action",
                fold_name(stated.action.as_deref().unwrap_or_default()),
                fold_name(action),
            );
        }
        if let Some(end) = api["end_page"].as_u64() {
            compare(
                "end page",
                stated.end_page.unwrap_or_default().to_string(),
                end.to_string(),
            );
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} differ",
        wrong.join("\n"),
        wrong.len()
    );
}

#[test]
fn single_documents_read() {
    let Some(corpus) = corpus() else { return };
    let paths = files(&corpus, "documents/*");
    assert!(paths.len() >= 11, "{} files", paths.len());
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let bytes = fs_err::read(&path).unwrap();
        let format = match sniff(&bytes) {
            SourceShape::Xml => TextFormat::Xml,
            SourceShape::Txt => TextFormat::Txt,
            other => panic!("{name}: {other:?}"),
        };
        let notice = read(&bytes, format).unwrap();
        check_invariants(&notice, &name);
        let printed = MISNAMED
            .iter()
            .find(|(file, _)| *file == name)
            .map_or(&*name, |(_, printed)| printed);
        assert_eq!(
            notice.stated.document_number.as_ref().unwrap().as_str(),
            printed
        );
        assert!(!notice.stated.title.is_empty(), "{name}");
        assert_eq!(notice.of_role(Role::FrDoc).count(), 1, "{name}");
    }
}

#[test]
fn issues_split_into_all_their_documents() {
    let Some(corpus) = corpus() else { return };
    for (file, documents, date, volume) in [
        ("FR-2016-04-15.xml", 146, "2016-04-15", 81),
        ("FR-2024-02-12.xml", 96, "2024-02-12", 89),
        ("FR-2024-02-12.en-dashes.xml", 96, "2024-02-12", 89),
    ] {
        let bytes = fs_err::read(corpus.join("issues").join(file)).unwrap();
        let issue = issue::split(&bytes).unwrap();
        assert_eq!(issue.publication_date.unwrap().to_string(), date);
        assert_eq!(issue.volume, Some(volume));
        assert_eq!(issue.documents.len(), documents, "{file}");
        assert!(issue.skipped.is_empty(), "{:?}", issue.skipped);
        let mut last = 0;
        for document in &issue.documents {
            let number = document.metadata.document_number.as_ref().unwrap();
            assert!(document.range.start >= last, "{number}");
            last = document.range.end;
            let notice = read(&bytes[document.range.clone()], TextFormat::Xml)
                .unwrap_or_else(|error| panic!("{file} {number}: {error}"));
            check_invariants(&notice, number.as_str());
            assert_eq!(notice.stated.document_number.as_ref(), Some(number));
            assert!(!document.metadata.title.is_empty(), "{file} {number}");
            assert_eq!(document.metadata.title, notice.stated.title);
            assert!(document.metadata.citation.is_some(), "{file} {number}");
        }
    }
}

#[test]
fn the_corrected_issue_and_the_one_with_en_dashes_are_the_same() {
    let Some(corpus) = corpus() else { return };
    let texts = |file: &str| {
        let bytes = fs_err::read(corpus.join("issues").join(file)).unwrap();
        let issue = issue::split(&bytes).unwrap();
        issue
            .documents
            .into_iter()
            .map(|document| {
                let notice = read(&bytes[document.range], TextFormat::Xml).unwrap();
                (
                    document.metadata.document_number.unwrap(),
                    (document.metadata.citation, notice),
                )
            })
            .collect::<BTreeMap<_, _>>()
    };
    let corrected = texts("FR-2024-02-12.xml");
    let dashed = texts("FR-2024-02-12.en-dashes.xml");
    assert_eq!(
        corrected.keys().collect::<Vec<_>>(),
        dashed.keys().collect::<Vec<_>>()
    );
    for (number, (citation, notice)) in &corrected {
        assert_eq!(*citation, dashed[number].0, "{number}");
        assert_eq!(*notice, dashed[number].1, "{number}");
    }
}
