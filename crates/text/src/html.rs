use crate::ReadError;
use fedreg_model::NoticeText;
pub(crate) fn read(_bytes: &[u8]) -> Result<NoticeText, ReadError> {
    Err(ReadError::Empty)
}
