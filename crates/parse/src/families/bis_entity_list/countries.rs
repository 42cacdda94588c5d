//! Names of countries and destinations as lists and addresses print them.

use fedreg_model::fold_name;

/// Folded names; those after `=` are other prints of the first.
const NAMES: &str = "afghanistan|albania|algeria|andorra|angola|antigua and barbuda|argentina|armenia|australia|austria|azerbaijan|bahamas=the bahamas|bahrain|bangladesh|barbados|belarus=republic of belarus|belgium|belize|benin|bermuda|bhutan|bolivia|bosnia and herzegovina=bosnia|botswana|brazil=brasil|british virgin islands=virgin islands british|brunei|bulgaria|burkina faso|burma=myanmar=burma myanmar|burundi|cambodia|cameroon|canada|cape verde|cayman islands|central african republic|chad|chile|china=china peoples republic of=peoples republic of china=prc=peoples republic of china prc=china prc=peoples republic of china china|colombia|comoros|congo=republic of the congo|congo democratic republic of the=democratic republic of the congo=drc|cook islands|costa rica|cote divoire=ivory coast|crimea region of ukraine=crimea occupied=crimea|croatia|cuba|curacao|cyprus=northern cyprus|czech republic=czechia|denmark|djibouti|dominica|dominican republic|ecuador|egypt|el salvador|equatorial guinea|eritrea|estonia|eswatini=swaziland|ethiopia|federal republic of yugoslavia=serbia and montenegro=yugoslavia|fiji|finland|france|gabon|gambia=the gambia|georgia|germany|ghana|gibraltar|greece|grenada|guatemala|guernsey|guinea|guinea bissau|guyana|haiti|honduras|hong kong=hong kong china|hungary|iceland|india|indonesia|iran=islamic republic of iran|iraq|ireland=republic of ireland|isle of man|israel|italy|jamaica|japan|jersey|jordan|kazakhstan|kenya|kiribati|korea north=north korea=democratic peoples republic of korea=dprk|korea south=south korea=republic of korea=korea republic of=korea|kosovo|kuwait|kyrgyzstan=kyrgyz republic|laos|latvia|lebanon|lesotho|liberia|libya|liechtenstein|lithuania|luxembourg|macau=macao|macedonia=north macedonia|madagascar|malawi|malaysia|maldives|mali|malta|marshall islands=republic of the marshall islands|mauritania|mauritius|mexico=mx|micronesia|moldova|monaco|mongolia|montenegro|morocco|mozambique|namibia|nauru|nepal|netherlands=the netherlands|new zealand|nicaragua|niger|nigeria|norway|oman|pakistan|palau|panama|papua new guinea|paraguay|peru|philippines=the philippines|poland|portugal|puerto rico|qatar|romania|russia=russian federation=the russian federation|rwanda|saint kitts and nevis=st kitts and nevis|saint lucia=st lucia|saint vincent and the grenadines=st vincent and the grenadines|samoa|san marino|sao tome and principe|saudi arabia=kingdom of saudi arabia|senegal|serbia|seychelles|sierra leone|singapore|slovakia=slovak republic|slovenia|solomon islands|somalia|south africa|south sudan|spain|sri lanka|sudan|suriname|sweden|switzerland|syria=syrian arab republic|taiwan=taiwan roc|tajikistan|tanzania|thailand|timor leste|togo|tonga|trinidad and tobago|tunisia|turkey=turkiye=republic of turkiye=turkiye turkey|turkmenistan|tuvalu|uganda|ukraine|united arab emirates=uae=u a e=the united arab emirates=united arab emirates uae=the uae|united kingdom=uk=u k=england=scotland=wales=northern ireland=great britain=the united kingdom=united kingdom uk|united states=usa=u s a=united states of america=us=u s|uruguay|uzbekistan|vanuatu|vatican city|venezuela|vietnam=viet nam|west bank|yemen|zambia|zimbabwe";

/// The one name under which all prints of a country go, if `name` is one.
pub(crate) fn canonical(name: &str) -> Option<&'static str> {
    let folded = fold_name(name);
    NAMES.split('|').find_map(|group| {
        let mut forms = group.split('=');
        let first = forms.next()?;
        (first == folded || forms.any(|form| form == folded)).then_some(first)
    })
}

/// The longest print of a country that `words` begin with, and its length.
pub(crate) fn at_start(words: &str) -> Option<(&'static str, usize)> {
    // The longest print has seven words.
    let mut ends: Vec<usize> = words
        .char_indices()
        .filter(|(_, c)| !(c.is_alphanumeric() || matches!(c, '\'' | '.')))
        .map(|(at, _)| at)
        .take(16)
        .collect();
    if words.len() < 60 {
        ends.push(words.len());
    }
    ends.into_iter().rev().find_map(|end| {
        let print = words
            .get(..end)?
            .trim_end_matches([',', ' ', ':', ';', '.']);
        canonical(print).map(|name| (name, print.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::{at_start, canonical};

    #[test]
    fn all_prints_of_a_country_are_one() {
        for name in [
            "CHINA, PEOPLE'S REPUBLIC OF",
            "China, People's Republic of",
            "People's Republic of China (China)",
            "China",
        ] {
            assert_eq!(canonical(name), Some("china"), "{name}");
        }
        assert_eq!(canonical("the U.A.E."), None);
        assert_eq!(canonical("U.A.E."), Some("united arab emirates"));
        assert_eq!(canonical("TÜRKIYE"), Some("turkey"));
        assert_eq!(canonical("Chinatown"), None);
    }

    #[test]
    fn the_longest_print_is_taken() {
        let words = "CHINA, PEOPLE'S REPUBLIC OF, in alphabetical order";
        assert_eq!(at_start(words), Some(("china", 27)));
        assert_eq!(at_start("Pakistan"), Some(("pakistan", 8)));
        assert_eq!(at_start("Guinea-Bissau, by"), Some(("guinea bissau", 13)));
    }
}
