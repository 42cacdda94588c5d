//! Operative wordings of every era, one a line, and what each does. The sentences are written for
//! these tests, in the forms that notices use.

#![allow(clippy::unwrap_used, reason = "a broken fixture must stop the test")]

use std::path::Path;
use std::sync::Arc;

use fedreg_model::{
    Agency, Authorities, Block, DocumentMetadata, DocumentNumber, DocumentType, NoticeText, Parsed,
    Role, TextFormat, Verdict,
};
use fedreg_parse::Parser;

fn parse(title: &str, paragraphs: &[&str]) -> Parsed {
    let registry = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/authorities.toml");
    let registry = fs_err::read_to_string(registry).unwrap();
    let parser = Parser::new(Arc::new(Authorities::from_toml(&registry).unwrap()));
    let mut text = String::new();
    let mut blocks = Vec::new();
    for paragraph in paragraphs {
        let start = text.len();
        text.push_str(paragraph);
        let role = if paragraph.starts_with("Dated:") {
            Role::Dated
        } else if paragraph.contains('\t') {
            Role::TableRow
        } else if paragraph.starts_with("- ") {
            Role::ListItem
        } else {
            Role::Paragraph
        };
        blocks.push(Block {
            role,
            range: start..text.len(),
            page: None,
            guessed: false,
        });
        text.push('\n');
    }
    // A title that says so stands over a text cut off before its end.
    if !title.contains("cut off") {
        let start = text.len();
        text.push_str("[FR Doc. 2099-00001 Filed 1-4-99; 8:45 am]");
        blocks.push(Block {
            role: Role::FrDoc,
            range: start..text.len(),
            page: None,
            guessed: false,
        });
    }
    let notice = NoticeText {
        text,
        blocks,
        format: TextFormat::Xml,
        reader_version: 1,
        stated: DocumentMetadata::default(),
    };
    let metadata = DocumentMetadata {
        document_number: Some(DocumentNumber::new("2099-00001").unwrap()),
        publication_date: Some("2099-01-05".parse().unwrap()),
        document_type: if title.starts_with("Designating") {
            DocumentType::PresidentialDocument
        } else {
            DocumentType::Notice
        },
        title: title.to_owned(),
        agencies: vec![Agency {
            name: "State Department".to_owned(),
            slug: Some("state-department".to_owned()),
        }],
        ..DocumentMetadata::default()
    };
    parser.parse(&metadata, &notice)
}

/// `action name (alias; alias) codes date basis` for each record.
fn told(parsed: &Parsed) -> Vec<String> {
    parsed
        .records
        .iter()
        .map(|r| {
            let aliases: Vec<_> = r.party.aliases.iter().map(|a| a.name.as_str()).collect();
            let codes: Vec<_> = r.authorities.iter().map(|a| a.code.as_str()).collect();
            let date = r.effective.date.map_or("-".to_owned(), |d| d.to_string());
            format!(
                "{} {} ({}) {} {date} {}",
                r.action,
                r.party.name,
                aliases.join("; "),
                codes.join("+"),
                r.effective.basis
            )
        })
        .collect()
}

#[test]
fn wordings_that_act() {
    let dated = "Dated: January 2, 2099.";
    for (title, paragraphs, expected) in [
        (
            "Designation of Example Front as a Foreign Terrorist Organization",
            vec![
                "I hereby designate Example Front, also known as EF, as a Foreign Terrorist Organization under section 219 of the INA, effective January 10, 2099.",
            ],
            vec!["designation Example Front (EF) INA-219 2099-01-10 stated"],
        ),
        (
            "In the Matter of the Amended Designation of Example Front as a Foreign Terrorist Organization",
            vec![
                "The designation of Example Front as a Foreign Terrorist Organization under section 219 of the INA is hereby amended to add the following aliases: New Example Front, NEF.",
            ],
            vec![
                "amendment Example Front (New Example Front; NEF) INA-219 2099-01-05 upon_publication",
            ],
        ),
        (
            "In the Matter of the Redesignation of Example Army as a Foreign Terrorist Organization",
            vec![
                "The Secretary of State has concluded that the relevant circumstances described in section 219 of the INA (8 U.S.C. 1189) still exist with respect to Example Army, also known as EA.",
                "Therefore, effective January 4, 2099, the Secretary of State hereby redesignates that organization as a foreign terrorist organization.",
            ],
            vec!["redesignation Example Army (EA) INA-219 2099-01-04 stated"],
        ),
        (
            "Designations under Executive Order 13224",
            vec![
                "Pursuant to section 1(b) of Executive Order 13224, I hereby determine that the organizations listed below have committed, or pose a significant risk of committing, acts of terrorism that threaten the security of U.S. nationals.",
                "Consistent with section 10 of the Order, no prior notice need be provided to any person.",
                "- Example Front (a.k.a. EF)",
                "- Example Army",
                dated,
            ],
            vec![
                "designation Example Front (EF) EO-13224 2099-01-02 signed",
                "designation Example Army () EO-13224 2099-01-02 signed",
            ],
        ),
        (
            "Designation of Jane Example as a Specially Designated Global Terrorist",
            vec![
                "Acting under the authority of and in accordance with section 1(a)(ii)(B) of Executive Order 13224 of September 23, 2001, as amended by Executive Order 13886 of September 9, 2019, I hereby determine that the person known as Jane Example (also known as Umm Example, also known as J.E.) is a leader of Example Front, a group whose property and interests in property are currently blocked pursuant to a determination by the Secretary of State pursuant to Executive Order 13224.",
                dated,
            ],
            vec!["designation Jane Example (Umm Example; J.E.) EO-13224 2099-01-02 signed"],
        ),
        (
            "Designations of Specially Designated Global Terrorists",
            vec![
                "Acting under section 1(a)(ii)(B) of Executive Order 13224, I hereby determine that Jane Example (also known as J.E.) is a leader of Example Front; that John Sample is a senior official of Example Army; and that the individual known as Max Specimen, also known as Abu Specimen, is a leader of Example Front.",
                dated,
            ],
            vec![
                "designation Jane Example (J.E.) EO-13224 2099-01-02 signed",
                "designation John Sample () EO-13224 2099-01-02 signed",
                "designation Max Specimen (Abu Specimen) EO-13224 2099-01-02 signed",
            ],
        ),
        (
            "Designations of Foreign Terrorist Organizations",
            vec![
                "The Secretary hereby designates, effective January 4, 2099, the following organizations as foreign terrorist organizations under section 219 of the INA:",
                "No.\tName of organization\tAlso known as",
                "1\tExample Front\tEF, Army of the Example",
                "2\tSample Group\t",
                "3\tSpecimen Brigade (SB)\talso known as Katibat Specimen",
                "This determination shall be published in the Federal Register.",
                dated,
            ],
            vec![
                "designation Example Front (EF; Army of the Example) INA-219 2099-01-04 stated",
                "designation Sample Group () INA-219 2099-01-04 stated",
                "designation Specimen Brigade (SB; Katibat Specimen) INA-219 2099-01-04 stated",
            ],
        ),
        (
            "Revocation of the Designations of A. Example and B. Sample (and Their Respective Aliases) as Specially Designated Global Terrorists",
            vec![
                "Acting under the authority of section 1(b) of Executive Order 13224, I hereby revoke the designations of A. Example and B. Sample (and their respective aliases) as Specially Designated Global Terrorists, effective January 4, 2099.",
                dated,
            ],
            vec![
                "revocation A. Example () EO-13224 2099-01-04 stated",
                "revocation B. Sample () EO-13224 2099-01-04 stated",
            ],
        ),
        (
            "In the Matter of the Designation of Islamic Example of Iraq and Syria (and Other Aliases) as a Specially Designated Global Terrorist",
            vec![
                "Acting under section 1(b) of Executive Order 13224, I hereby determine that Islamic Example of Iraq and Syria and its aliases have committed, or pose a significant risk of committing, acts of terrorism.",
                dated,
            ],
            vec!["designation Islamic Example of Iraq and Syria () EO-13224 2099-01-02 signed"],
        ),
        (
            "Determination Regarding North Korea as a State Sponsor of Terrorism",
            vec![
                "In accordance with section 620A(a) of the Foreign Assistance Act of 1961, as amended (22 U.S.C. 2371(a)), I hereby determine that the Government of North Korea has repeatedly provided support for acts of international terrorism.",
                dated,
            ],
            vec!["designation North Korea () FAA-620A 2099-01-02 signed"],
        ),
        (
            "Rescission of Determination Regarding Example Land as a State Sponsor of Terrorism",
            vec![
                "In accordance with section 40(f) of the Arms Export Control Act, I hereby rescind the determination of March 1, 1982, regarding Example Land. This rescission is effective January 3, 2099.",
                dated,
            ],
            vec!["revocation Example Land () AECA-40 2099-01-03 stated"],
        ),
        (
            "In the Matter of the Designation of Example Front (and Other Aliases) as a Foreign Terrorist Organization",
            vec![
                "Based upon a review of the Administrative Record assembled in this matter pursuant to Section 219(a)(4)(C) of the Immigration and Nationality Act, as amended (8 U.S.C. 1189(a)(4)(C)) (“INA”), I determine that the circumstances that were the basis for the designation of the aforementioned organization as a Foreign Terrorist Organization have changed in such a manner as to warrant revocation of the designation.",
                "Therefore, I hereby determine that the designation of the aforementioned organization as a Foreign Terrorist Organization, pursuant to section 219 of the INA, shall be revoked.",
            ],
            vec!["revocation Example Front () INA-219 2099-01-05 upon_publication"],
        ),
        (
            "Foreign Terrorist Organization Designations of Example Front and Example Army",
            vec![
                "I have concluded that there is a sufficient factual basis to find that the relevant circumstances described in section 219 of the INA exist with respect to: Example Front (also known as EF, The Front); and Example Army (also known as EA).",
                "Therefore, I hereby designate the aforementioned organizations and their respective aliases as Foreign Terrorist Organizations pursuant to section 219 of the INA.",
                "The designations go into effect upon publication.",
            ],
            vec![
                "designation Example Front (EF; The Front) INA-219 2099-01-05 upon_publication",
                "designation Example Army (EA) INA-219 2099-01-05 upon_publication",
            ],
        ),
        // two aliases joined by a bare "and", where a short form shows that they are two
        (
            "Foreign Terrorist Organization Designation of Example Front",
            vec![
                "I hereby designate Example Front (also known as EF and Front of the Example) as a Foreign Terrorist Organization under section 219 of the INA.",
            ],
            vec![
                "designation Example Front (EF; Front of the Example) INA-219 2099-01-05 upon_publication",
            ],
        ),
        // a second determination beside the first, by a weaker verb
        (
            "Designations of Example Front and Jane Example as Specially Designated Global Terrorists",
            vec![
                "Acting under section 1(a)(ii)(A) of Executive Order 13224, I hereby determine that the entity known as Example Front (also known as EF) is a foreign person that poses a significant risk of committing acts of terrorism.",
                "I further determine, pursuant to section 1(a)(ii)(B) of E.O. 13224, as amended, that the person known as Jane Example is a leader of Example Front.",
                dated,
            ],
            vec![
                "designation Example Front (EF) EO-13224 2099-01-02 signed",
                "designation Jane Example () EO-13224 2099-01-02 signed",
            ],
        ),
        // an effect delayed from a date, and by a count of days
        (
            "Designation of Example Front as a Specially Designated Global Terrorist",
            vec![
                "Acting under section 1(a)(ii)(A) of Executive Order 13224, I hereby determine that the entity known as Example Front is a foreign person that poses a significant risk of committing acts of terrorism.",
                "This determination shall take effect 30 days from the date of this determination, on February 1, 2099.",
                dated,
            ],
            vec!["designation Example Front () EO-13224 2099-02-01 stated"],
        ),
        (
            "Designation of Example Army as a Specially Designated Global Terrorist",
            vec![
                "Acting under section 1(a)(ii)(A) of Executive Order 13224, I hereby determine that the entity known as Example Army is a foreign person that poses a significant risk of committing acts of terrorism.",
                "This designation shall become effective 30 days after the date of signature.",
                dated,
            ],
            vec!["designation Example Army () EO-13224 2099-02-01 stated"],
        ),
        // "no longer meets" ends a designation
        (
            "Revocation of the Designation of John Example as a Specially Designated Global Terrorist",
            vec![
                "Acting under Executive Order 13224, I hereby determine that the individual known as John Example, also known as Abu Example, no longer meets the criteria for designation under section 1(b) of Executive Order 13224, and therefore I hereby revoke his designation as a Specially Designated Global Terrorist.",
                dated,
            ],
            vec!["revocation John Example (Abu Example) EO-13224 2099-01-02 signed"],
        ),
        // an amendment that goes on in the next sentences, with a new primary name
        (
            "In the Matter of the Amendment of the Designation of Example Front as a Foreign Terrorist Organization",
            vec![
                "I hereby amend the 2098 designation, as amended, of Example Front as a Foreign Terrorist Organization under section 219(b) of the INA to add the alias Example State (ES) as its primary name.",
                "I also add the following aliases to the listing: Example Caliphate, Ex-Front.",
                "I also hereby remove the following alias from the designation: Old Example Front.",
            ],
            vec![
                "amendment Example Front (Example State; ES; Example Caliphate; Ex-Front) INA-219 2099-01-05 upon_publication",
            ],
        ),
        (
            "In the Matter of the Amendment of the Designation of Example Front as a Foreign Terrorist Organization",
            vec![
                "I have concluded that Example Front uses or has used the following aliases: Example Caliphate; Ex-Front.",
                "Therefore, I hereby amend the designation of Example Front as a Foreign Terrorist Organization under section 219(b) of the INA to include those aliases.",
            ],
            vec![
                "amendment Example Front (Example Caliphate; Ex-Front) INA-219 2099-01-05 upon_publication",
            ],
        ),
        (
            "In the Matter of the Amendment of the Designation of Example Front as a Foreign Terrorist Organization",
            vec![
                "I hereby amend the designation of Example Front as a Foreign Terrorist Organization under section 219(b) of the INA to add the Example Council and EC as aliases, and to clarify that the designation includes its offices worldwide.",
            ],
            vec![
                "amendment Example Front (the Example Council; EC) INA-219 2099-01-05 upon_publication",
            ],
        ),
        // a pronoun whose antecedent is in the same sentence
        (
            "Designation of Example Society Under the Terrorist Exclusion List",
            vec![
                "Pursuant to section 212(a)(3)(B)(vi)(II) of the INA, I find that Example Society (ES), also known as the Sample Society, engages in terrorist activity and I hereby designate it as a terrorist organization.",
            ],
            vec![
                "designation Example Society (ES; the Sample Society) INA-212 2099-01-05 upon_publication",
            ],
        ),
        // commas in a name; semicolons between its aliases
        (
            "Terrorist Exclusion List Designations",
            vec![
                "Acting under section 212(a)(3)(B)(vi)(II) of the INA, I hereby designate the following groups as terrorist organizations:",
                "- Example Trade, Property and Industry Company Ltd. (f.k.a. Example Trade, Property and Industry; f.k.a. Sample Establishment)",
                "- Other Example",
            ],
            vec![
                "designation Example Trade, Property and Industry Company Ltd. (Example Trade, Property and Industry; Sample Establishment) INA-212 2099-01-05 upon_publication",
                "designation Other Example () INA-212 2099-01-05 upon_publication",
            ],
        ),
        // a list after a full stop
        (
            "Redesignation of Foreign Terrorist Organizations",
            vec![
                "Pursuant to section 219 of the INA, the Secretary of State hereby redesignates as foreign terrorist organizations, effective January 4, 2099, the organizations listed below.",
                "- Example Front (a.k.a. EF)",
                "- Example Army",
                dated,
            ],
            vec![
                "redesignation Example Front (EF) INA-219 2099-01-04 stated",
                "redesignation Example Army () INA-219 2099-01-04 stated",
            ],
        ),
        // rescissions of old determinations
        (
            "Rescission of Determination Regarding Example Land",
            vec![
                "In accordance with section 620A(c) of the Foreign Assistance Act of 1961, I hereby rescind the determination of December 29, 1979, that Example Land has repeatedly provided support for acts of international terrorism.",
                dated,
            ],
            vec!["revocation Example Land () FAA-620A 2099-01-02 signed"],
        ),
        // a petition denied leaves the designation in force
        (
            "In the Matter of the Petition of Example Front for Revocation of Its Designation",
            vec![
                "I hereby deny the petition of Example Front for revocation of its designation as a Foreign Terrorist Organization under section 219 of the INA.",
            ],
            vec!["maintenance Example Front () INA-219 2099-01-05 upon_publication"],
        ),
        // two persons whose title runs their aliases together
        (
            "Designation of Jane Example, aka Umm Example, and John Sample, aka Abu Sample, as Specially Designated Global Terrorists",
            vec![
                "Acting under section 1(b) of Executive Order 13224, I hereby determine that the individuals known as Jane Example, also known as Umm Example, and John Sample, also known as Abu Sample, have committed, or pose a significant risk of committing, acts of terrorism.",
                dated,
            ],
            vec![
                "designation Jane Example (Umm Example) EO-13224 2099-01-02 signed",
                "designation John Sample (Abu Sample) EO-13224 2099-01-02 signed",
            ],
        ),
        // a name that holds the verb
        (
            "Designation of Example Haram as a Specially Designated Global Terrorist",
            vec![
                "Acting under section 1(b) of Executive Order 13224, I hereby determine that the organization known as Example Haram, also known as People Committed to the Example's Teachings, also known as EH, committed, or poses a significant risk of committing, acts of terrorism.",
                dated,
            ],
            vec![
                "designation Example Haram (People Committed to the Example's Teachings; EH) EO-13224 2099-01-02 signed",
            ],
        ),
        // a dash before the marker
        (
            "Terrorist Exclusion List Designations",
            vec![
                "Acting under section 212(a)(3)(B)(vi)(II) of the INA, I hereby designate the following groups as terrorist organizations:",
                "- Example Society (ES)—AKA: Army of the Example",
            ],
            vec![
                "designation Example Society (ES; Army of the Example) INA-212 2099-01-05 upon_publication",
            ],
        ),
        // "I therefore revoke"
        (
            "Revocation of the Designation of Example Front as a Specially Designated Global Terrorist",
            vec![
                "Example Front has been dissolved. Acting under Executive Order 13224, I therefore revoke its designation as a Specially Designated Global Terrorist.",
                dated,
            ],
            vec!["revocation Example Front () EO-13224 2099-01-02 signed"],
        ),
        // a second sentence that amends the same designation
        (
            "In the Matter of the Amendment of the Designation of Example Front as a Foreign Terrorist Organization",
            vec![
                "I hereby amend the designation of Example Front as a Foreign Terrorist Organization under section 219(b) of the INA to include the following new aliases: Example Army.",
                "I hereby also amend the designation of Example Front as a Foreign Terrorist Organization to add the following alias: Example Corps.",
            ],
            vec![
                "amendment Example Front (Example Army; Example Corps) INA-219 2099-01-05 upon_publication",
            ],
        ),
        // tails that belong to no name
        (
            "Designation of Example Front as a Foreign Terrorist Organization",
            vec![
                "I hereby designate Example Front, and any successor, sub-unit, or subsidiary thereof, as a Foreign Terrorist Organization under section 219 of the INA.",
            ],
            vec!["designation Example Front () INA-219 2099-01-05 upon_publication"],
        ),
        // "EFFECTIVE DATE:" as a heading
        (
            "Designation of Example Front as a Specially Designated Global Terrorist",
            vec![
                "EFFECTIVE DATE:",
                "January 3, 2099.",
                "Acting under section 1(b) of Executive Order 13224, I hereby determine that the organization known as Example Front committed, or poses a significant risk of committing, acts of terrorism.",
                dated,
            ],
            vec!["designation Example Front () EO-13224 2099-01-03 stated"],
        ),
        // a bracket that is part of the name
        (
            "Revocation of the Designation of the Communist Party of Example (Maoist) as a Specially Designated Global Terrorist",
            vec![
                "Acting under section 1(b) of Executive Order 13224, I hereby revoke the designation of the Communist Party of Example (Maoist), also known as CPE(M), as a Specially Designated Global Terrorist.",
                dated,
            ],
            vec![
                "revocation Communist Party of Example (Maoist) (CPE(M)) EO-13224 2099-01-02 signed",
            ],
        ),
        (
            "Notice of Department of State Sanctions Actions",
            vec![
                "Pursuant to section 3(a)(iii) of Executive Order 13846 of August 6, 2018, the Secretary of State determined that Example Trading FZE knowingly engaged in a significant transaction for the purchase of petrochemical products from Iran.",
                "Pursuant to Section 5 of E.O. 13846, the Secretary of State has selected the following sanctions to be imposed upon Example Trading FZE: Block all property and interests in property that are in the United States.",
                "Pursuant to Section 5(a)(vii) of E.O. 13846, the Secretary of State has selected to impose sanctions on Jane Q. Specimen, a corporate officer or principal of Example Trading FZE.",
                dated,
            ],
            vec![
                "designation Example Trading FZE () EO-13846 2099-01-02 signed",
                "designation Jane Q. Specimen () EO-13846 2099-01-02 signed",
            ],
        ),
        (
            "Determination Pursuant to the Foreign Missions Act",
            vec![
                "I hereby determine that the Example Institute U.S. Center and its successors, located in Washington, DC, is substantially owned or effectively controlled by the Government of Example, and is a foreign mission within the meaning of 22 U.S.C. 4302(a)(3) under the Foreign Missions Act.",
                dated,
            ],
            vec!["designation Example Institute U.S. Center () FMA-202 2099-01-02 signed"],
        ),
        (
            "Determination Pursuant to the Foreign Missions Act",
            vec![
                "I hereby determine that the Example Daily; the Sample Times, located in New York, NY; and Specimen Radio are foreign missions within the meaning of 22 U.S.C. 4302(a)(3) under the Foreign Missions Act.",
                dated,
            ],
            vec![
                "designation Example Daily () FMA-202 2099-01-02 signed",
                "designation Sample Times () FMA-202 2099-01-02 signed",
                "designation Specimen Radio () FMA-202 2099-01-02 signed",
            ],
        ),
        (
            "Statutory Debarment Under the Arms Export Control Act",
            vec![
                "DATES: Debarment imposed as of January 3, 2099.",
                "Pursuant to section 38(g)(4) of the AECA, 22 U.S.C. 2778(g)(4), the following persons are statutorily debarred as of the date of this notice (Name; Date of Judgment; Judicial District; Case No.; Month/Year of Birth):",
                "(1) Specimen, Mark T. (aka Specimen, Marcus); October 28, 2090; District of Maryland; 8:18-cr-00012; August 1962.",
                dated,
            ],
            vec!["designation Specimen, Mark T. (Specimen, Marcus) AECA-38 2099-01-03 stated"],
        ),
        (
            "Notice of Department of State Sanctions Actions Pursuant to Section 231 of the Countering America's Adversaries Through Sanctions Act of 2017 (CAATSA)",
            vec![
                "DATES: The determination regarding the Example Agency was effective on January 3, 2099. The imposition of the sanctions was effective on January 4, 2099.",
                "Pursuant to Section 231(a) of CAATSA, the Secretary of State has determined that the Example Agency (EA), of the Republic of Turkey, has knowingly engaged in a significant transaction, and has selected certain sanctions to be imposed on EA.",
                dated,
            ],
            vec!["designation Example Agency (EA) CAATSA-231 2099-01-04 stated"],
        ),
    ] {
        let parsed = parse(title, &paragraphs);
        assert_eq!(told(&parsed), expected, "{title}\n{parsed:#?}");
        assert_eq!(
            parsed.verdict,
            Verdict::Designates,
            "{title}: {:?}",
            parsed.residue
        );
    }
}

#[test]
fn what_cannot_be_read_wholly_is_kept_for_review() {
    for (title, paragraphs) in [
        // names that do not parse
        (
            "Designation of a Group as a Foreign Terrorist Organization",
            vec![
                "I hereby designate, together with what the annex holds, as a Foreign Terrorist Organization pursuant to section 219 of the INA.",
            ],
        ),
        // sanctions upon a name that no record holds
        (
            "Notice of Department of State Sanctions Actions",
            vec![
                "Pursuant to section 3(a)(iii) of Executive Order 13846 of August 6, 2018, the Secretary of State determined that Example Trading FZE knowingly engaged in a significant transaction for the purchase of petrochemical products from Iran.",
                "Pursuant to Section 5 of E.O. 13846, the Secretary of State has selected the following sanctions to be imposed upon Example Trading FZE: Block all property and interests in property that are in the United States.",
                "Pursuant to Section 5(a)(vii) of E.O. 13846, the Secretary of State has decided not to impose sanctions on Jane Q. Specimen, a corporate officer of Example Trading FZE.",
            ],
        ),
        (
            "Notice of Department of State Sanctions Actions",
            vec![
                "Pursuant to section 3(a)(iii) of Executive Order 13846 of August 6, 2018, the Secretary of State determined that Example Trading FZE knowingly engaged in a significant transaction for the purchase of petrochemical products from Iran.",
                "Pursuant to Section 5 of E.O. 13846, the Secretary of State has selected the following sanctions to be imposed upon Example Trading FZE: Block all property and interests in property that are in the United States.",
                "The Secretary of State has terminated the sanctions imposed on Jane Q. Specimen, a director of Example Trading FZE.",
            ],
        ),
        (
            "Notice of Department of State Sanctions Actions",
            vec![
                "Pursuant to section 3(a)(iii) of Executive Order 13846 of August 6, 2018, the Secretary of State determined that Example Trading FZE knowingly engaged in a significant transaction for the purchase of petrochemical products from Iran.",
                "Pursuant to Section 5 of E.O. 13846, the Secretary of State has selected the following sanctions to be imposed upon Example Trading FZE: Block all property and interests in property that are in the United States.",
                "The sanctions include, with respect to Jane Specimen, president of the firm, full blocking sanctions.",
            ],
        ),
        (
            "Notice of Department of State Sanctions Actions",
            vec![
                "Pursuant to section 3(a)(iii) of Executive Order 13846 of August 6, 2018, the Secretary of State determined that Example Trading FZE knowingly engaged in a significant transaction for the purchase of petrochemical products from Iran.",
                "Pursuant to Section 5 of E.O. 13846, the Secretary of State has selected the following sanctions to be imposed upon Example Trading FZE: Block all property and interests in property that are in the United States.",
                "Sanctions are likewise imposed against Sample Shipping LLC.",
            ],
        ),
        (
            "Notice of Department of State Sanctions Actions",
            vec![
                "Pursuant to section 3(a)(iii) of Executive Order 13846 of August 6, 2018, the Secretary of State determined that Example Trading FZE knowingly engaged in a significant transaction for the purchase of petrochemical products from Iran.",
                "Pursuant to Section 5 of E.O. 13846, the Secretary of State has selected the following sanctions to be imposed upon Example Trading FZE: Block all property and interests in property that are in the United States.",
                "Sample Shipping LLC is hereby subject to the same sanctions.",
            ],
        ),
        (
            "Notice of Department of State Sanctions Actions",
            vec![
                "Pursuant to section 3(a)(iii) of Executive Order 13846 of August 6, 2018, the Secretary of State determined that Example Trading FZE knowingly engaged in a significant transaction for the purchase of petrochemical products from Iran.",
                "Pursuant to Section 5 of E.O. 13846, the Secretary of State has selected the following sanctions to be imposed upon Example Trading FZE: Block all property and interests in property that are in the United States.",
                "The Secretary of State also determined that Sample Shipping LLC assisted the foregoing.",
            ],
        ),
        // a mission described before the next is named
        (
            "Determination Pursuant to the Foreign Missions Act",
            vec![
                "I hereby determine that the Example Daily, a company of the Example Group, and the Sample Times are foreign missions within the meaning of 22 U.S.C. 4302(a)(3) under the Foreign Missions Act.",
            ],
        ),
        // a list that never comes
        (
            "Designation of Foreign Terrorist Organizations",
            vec![
                "The Secretary hereby designates the following organizations as foreign terrorist organizations under section 219 of the INA:",
            ],
        ),
        // a stated count that the list does not reach
        (
            "Designation of Foreign Terrorist Organizations",
            vec![
                "The Secretary hereby designates the following three organizations as foreign terrorist organizations under section 219 of the INA:",
                "- Example Front",
                "- Example Army",
            ],
        ),
        // a title that names whom the text does not
        (
            "Foreign Terrorist Organization Designation of Other Group",
            vec![
                "I hereby designate Example Front as a Foreign Terrorist Organization pursuant to section 219 of the INA.",
            ],
        ),
        // an amendment without changes
        (
            "Amendment of the Designation of Example Front as a Foreign Terrorist Organization",
            vec![
                "I hereby amend the designation of Example Front as a Foreign Terrorist Organization pursuant to section 219 of the INA.",
            ],
        ),
        // a title that announces, over a text cut short
        (
            "Designation of Example Front as a Foreign Terrorist Organization",
            vec!["Based upon a review of the Administrative Record assembled in this matter"],
        ),
        // a second clause after the predicate, of what the first spoke of
        (
            "Designation of Jane Example as a Specially Designated Global Terrorist",
            vec![
                "Acting under section 1(a)(ii)(B) of Executive Order 13224, I hereby determine that Jane Example is a leader of Example Front; and that Example Front is a group whose property is blocked.",
            ],
        ),
        // a second clause that no semicolon parts
        (
            "Designations of Specially Designated Global Terrorists",
            vec![
                "Acting under section 1(a)(ii)(B) of Executive Order 13224, I hereby determine that Jane Example is a leader of Example Front, and that John Sample is a leader of Example Army.",
            ],
        ),
        // a part of a party that is included by name
        (
            "Designation of Example Corps as a Foreign Terrorist Organization",
            vec![
                "I hereby designate Example Corps, including the Example Force, also known as EC, as a Foreign Terrorist Organization under section 219 of the INA.",
            ],
        ),
        // a table whose columns no head explains
        (
            "Designations of Foreign Terrorist Organizations",
            vec![
                "The Secretary hereby designates the following organizations as foreign terrorist organizations under section 219 of the INA:",
                "1\tExample Front\tSampleland",
                "2\tSample Group\tSampleland",
            ],
        ),
        // an alias that may be one name or two
        (
            "Designation of Example Front as a Foreign Terrorist Organization",
            vec![
                "I hereby designate Example Front (also known as Example Sunna and Sample Shabab in Specimen) as a Foreign Terrorist Organization under section 219 of the INA.",
            ],
        ),
        // an alias removed in words that no grammar reads
        (
            "Amendment of the Designation of Example Front as a Foreign Terrorist Organization",
            vec![
                "I hereby amend the designation of Example Front as a Foreign Terrorist Organization under section 219(b) of the INA to include the following new aliases: Example Army.",
                "The alias Old Example is hereby removed.",
            ],
        ),
        // a title of two parties over a text of one
        (
            "Foreign Terrorist Organization Designations of Example Front and Sample Group",
            vec![
                "I hereby designate Example Front as a Foreign Terrorist Organization under section 219 of the INA.",
            ],
        ),
        // a text without its end
        (
            "Designation of Foreign Terrorist Organizations, cut off",
            vec![
                "The Secretary hereby designates the following organizations as foreign terrorist organizations under section 219 of the INA:",
                "- Example Front",
            ],
        ),
        // aliases named by the verb of a designation
        (
            "In the Matter of the Designation of Example Front as a Foreign Terrorist Organization",
            vec![
                "I hereby designate Sample and Specimen as aliases of Example Front, a Foreign Terrorist Organization, under section 219 of the INA.",
            ],
        ),
        // a presidential designation by name under no law of the registry
        (
            "Designating Example as a Domestic Terrorist Organization",
            vec!["I hereby designate Example as a “domestic terrorist organization”."],
        ),
    ] {
        let parsed = parse(title, &paragraphs);
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{title}: {parsed:#?}");
        assert!(!parsed.residue.is_empty(), "{title}");
        assert!(!parsed.reason.is_empty(), "{title}");
    }
}

#[test]
fn lookalikes_designate_nobody() {
    for (title, paragraph) in [
        (
            "Review of Foreign Terrorist Organizations Designation for Example Front",
            "The Department of State is undertaking a review of the designation of Example Front as a Foreign Terrorist Organization.",
        ),
        (
            "Exercise of Authority Under Section 212(d)(3)(B)(i) of the INA",
            "I hereby conclude that subsections 212(a)(3)(B)(i) of the INA shall not apply with respect to an alien who supported Example Front, also known as EF.",
        ),
        (
            "Notice of Determinations; Culturally Significant Objects Being Imported for Exhibition",
            "I hereby determine that certain objects to be exhibited are of cultural significance.",
        ),
        (
            "Presidential Determination",
            "I hereby certify, with respect to the rescission of the determination of January 20, 1988, regarding North Korea that it has not provided any support for international terrorism.",
        ),
        (
            "Designation of Benefits",
            "I hereby designate exemption from real property taxes as a benefit for purposes of the Foreign Missions Act.",
        ),
    ] {
        let parsed = parse(title, &[paragraph]);
        assert_eq!(
            parsed.verdict,
            Verdict::NotADesignation,
            "{title}: {parsed:#?}"
        );
        assert!(parsed.records.is_empty());
        assert!(!parsed.reason.is_empty());
    }
}
