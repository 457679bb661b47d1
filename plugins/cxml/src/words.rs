//! Words of cXML and what they mean here: message types, identifier domains, contact roles, secrets.
//!
//! It reads no document. Invariant: an unknown word is kept as the document writes it, never guessed.

/// Why a message type is not read; `None` for one that is.
pub fn refused(message: &str) -> Option<&'static str> {
    Some(match message {
        "OrderRequest" | "PunchOutOrderMessage" => return None,
        "PunchOutSetupRequest" | "PunchOutSetupResponse" => "it opens a shopping session and orders nothing",
        "ProfileRequest" | "ProfileResponse" => "it asks what a server can do and orders nothing",
        "StatusUpdateRequest" => "it reports on an order that was screened before",
        "ConfirmationRequest" => "it is a supplier's answer to an order",
        "ShipNoticeRequest" | "ReceiptRequest" | "ServiceEntryRequest" => {
            "it reports a delivery, not an order"
        }
        "QuoteRequest" | "QuoteMessage" => "a quotation is not an order yet",
        "InvoiceDetailRequest" | "PaymentRemittanceRequest" => {
            "it asks for payment of what was ordered before"
        }
        "CatalogUploadRequest" | "Index" | "Supplier" | "Contract" => "a catalogue is not an order",
        "ProductActivityMessage" | "ProductReplenishmentMessage" => "it reports stock, not an order",
        "PurchaseRequisitionRequest" | "MasterAgreementRequest" => "this kind of request is not read yet",
        "Response" => "it is an answer, not an order",
        _ => "this message type is not known",
    })
}

/// The scheme of an identifier from its `domain`, which cXML compares without regard to case.
pub fn scheme(domain: &str) -> Option<&'static str> {
    let folded: String =
        domain.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    Some(match folded.as_str() {
        "duns" | "dunsnumber" | "duns4" | "dunsplus4" => "duns",
        "gln" | "globallocationnumber" | "ean13gln" => "gln",
        "vat" | "vatid" | "vatnumber" | "vatregistrationnumber" => "vat",
        "lei" => "lei",
        "uei" | "samuei" => "uei",
        "cage" | "cagecode" | "ncage" => "cage",
        "gtin" | "ean" | "eanid" | "ean13" | "upc" | "upca" | "gtin13" | "gtin14" => "gtin",
        "unspsc" => "unspsc",
        "purl" => "purl",
        "cpe" | "cpe23" => "cpe",
        "swid" | "swidtag" => "swid",
        _ => return None,
    })
}

/// The role of a contact, from its `role`.
pub fn contact(role: &str) -> &'static str {
    let role = role.to_ascii_lowercase();
    if role.starts_with("supplier") || matches!(role.as_str(), "sales" | "from" | "remitto" | "shipfrom") {
        "supplier"
    } else if role.starts_with("manufacturer") {
        "manufacturer"
    } else if role.starts_with("distributor") {
        "distributor"
    } else if role.starts_with("enduser") {
        "end-user"
    } else if role.starts_with("buyer") || matches!(role.as_str(), "soldto" | "billto" | "requester") {
        "buyer"
    } else {
        "other"
    }
}

/// True for an element whose content must never leave the plugin.
pub fn is_secret(name: &str) -> bool {
    ["SharedSecret", "CredentialMac", "Authorization", "Password", "PassPhrase", "PassWord"]
        .iter()
        .any(|secret| name.eq_ignore_ascii_case(secret))
}

/// True for the name of an `Extrinsic` that carries a secret.
pub fn is_secret_extrinsic(name: &str) -> bool {
    let folded: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    ["password", "passwd", "secret", "sharedsecret", "authorization", "apikey", "accesstoken", "userpassword"]
        .contains(&folded.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_compared_without_case() {
        let check = |domain: &str, expect: Option<&str>| assert_eq!(scheme(domain), expect, "{domain}");
        check("DUNS", Some("duns"));
        check("duns", Some("duns"));
        check("Duns+4", Some("duns"));
        check("vatID", Some("vat"));
        check("EAN-13", Some("gtin"));
        check("NetworkID", None);
        check("", None);
    }

    #[test]
    fn roles_and_secrets() {
        let check = |role: &str, expect: &str| assert_eq!(contact(role), expect, "{role}");
        check("supplierCorporate", "supplier");
        check("endUser", "end-user");
        check("buyerAccount", "buyer");
        check("technicalSupport", "other");
        assert!(
            is_secret("sharedSECRET") && is_secret_extrinsic("API-Key") && !is_secret_extrinsic("soldBy")
        );
    }
}
