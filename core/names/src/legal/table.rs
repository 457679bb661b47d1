//! The legal forms of each jurisdiction, as they are written. General knowledge, checked against the spellings in
//! public company names. Invariant: one line a jurisdiction; `!` marks a form that nothing else is spelt like, `^` one
//! that may lead a name.

/// Jurisdiction (ISO 3166 code, or a name for what several share) and its forms, separated by `|`.
pub(super) const FORMS: &[(&str, &str)] = &[
    (
        "common-english",
        "Inc!|Incorporated!|Incorporation|Corp!|Corporation!|Co|Company|Cos|Companies|Ltd!|Limited!|Ltd Co!|Co Ltd!|\
         Company Limited!|Co Limited!|LLC!^|L.L.C.!^|Limited Liability Company!^|Limited Liability Co!|LLP!|LLLP!|LP|\
         Limited Partnership!|Limited Liability Partnership!|PLC!|Public Limited Company!|Joint Stock Company!^|JSC!^|\
         JSCo!|CJSC!^|OJSC!^|PJSC!^|Closed Joint Stock Company!^|Open Joint Stock Company!^|\
         Public Joint Stock Company!^|Private Joint Stock Company!^|Joint Stock Co!^|Open Joint Stok Company!^|\
         Limited Liability Corporation!^|PrJSC!^|JSCB!^|Private Limited Company!|Private Limited!|Company Ltd!|Corporation Limited!|\
         Corp Ltd!|Ltd Liability Co!|Limted!|Coporation!|Corpration!|Incorporation!|Unlimited Company!",
    ),
    ("us", "PC|PLLC!|P.A.|PBC|L3C!|Professional Corporation!|N.A.|GP|General Partnership!|Chartered|Chtd!"),
    ("gb", "CIC|CIO|Community Interest Company!|Ltd by Guarantee!|Cyf!|Cyfyngedig!|CCC"),
    ("ie", "DAC!|CLG!|Teoranta!|Teo|CPT|ULC!|UC"),
    ("ca", "Ltee!|Limitée!|Inc Ltée!|Enr|Senc|S.E.N.C.|Incorporée!"),
    ("au", "Pty!|Pty Ltd!|Pty Limited!|Proprietary Limited!|Proprietary Ltd!|NL"),
    ("nz", "Tapui!|Co-operative Company"),
    ("za", "(Pty) Ltd!|(Proprietary) Limited!|NPC|CC|SOC Ltd!|RF"),
    ("in", "Pvt!|Pvt Ltd!|Private Ltd!|P Ltd!|(P) Ltd!|OPC|OPC Pvt Ltd!|Pvt Limited!"),
    ("pk", "SMC Pvt Ltd!|(Pvt) Limited!|(Private) Limited!"),
    ("bd", "Public Ltd Co!"),
    ("lk", "(Pvt) Ltd!"),
    ("sg", "Pte!|Pte Ltd!|Pte Limited!|Private Pte Ltd!"),
    ("my", "Sdn Bhd!|Bhd!|Sendirian Berhad!|Berhad!|Sdn!|PLT"),
    ("hk", "有限公司!|HK Ltd"),
    (
        "cn",
        "有限责任公司!|股份有限公司!|有限公司!|股份公司!|集团有限公司!|集团股份有限公司!|公司!|总公司!|股份合作公司!|\
         有限合伙!|个人独资企业!|Youxian Gongsi!|Gufen Youxian Gongsi!|Gongsi",
    ),
    ("tw", "股份有限公司!|有限責任公司!|企業社!|商行!|無限公司!"),
    (
        "jp",
        "株式会社!^|有限会社!^|合同会社!^|合資会社!^|合名会社!^|一般社団法人!^|一般財団法人!^|株式會社!^|（株）^|（有）^|\
         株^|Kabushiki Kaisha!|Kabushiki Gaisha!|K.K.|KK|Yugen Kaisha!|Y.K.|Godo Kaisha!|G.K.|Godo Gaisha!",
    ),
    (
        "kr",
        "주식회사!^|유한회사!^|유한책임회사!^|합자회사!^|합명회사!^|(주)^|(유)^|Jusik Hoesa!|Chusik Hoesa!",
    ),
    (
        "th",
        "บริษัท!^|จำกัด!|จำกัด มหาชน!|มหาชน!|บจก^|บมจ^|ห้างหุ้นส่วนจำกัด!^|PCL|Public Company Limited!|Pub Co Ltd!|Public Co Ltd!",
    ),
    (
        "vn",
        "Công ty TNHH!^|Công ty Cổ phần!^|CTCP!^|TNHH!^|Công ty TNHH MTV!^|Công ty^|TNHH MTV!|Công ty Trách nhiệm Hữu \
         hạn!^|MTV",
    ),
    ("id", "PT^|P.T.^|Perseroan Terbatas!^|Tbk!|Persero|PT Persero!^|CV^|Perum^|UD^|Firma"),
    ("ph", "OPC Inc!|Corp Inc!"),
    ("kh", "Co Ltd Plc!"),
    ("mm", "Co Ltd Public!"),
    (
        "de",
        "GmbH!|gGmbH!|mbH!|G.m.b.H.!|Gesellschaft mit beschränkter Haftung!|Gesellschaft mbH!|GmbH & Co. KG!|GmbH & Co!|\
         GmbH & Co. KGaA!|GmbH & Cie. KG!|AG & Co. KG!|AG & Co. KGaA!|UG|UG haftungsbeschränkt!|haftungsbeschränkt!|AG!|\
         Aktiengesellschaft!|KG|Kommanditgesellschaft!|KGaA!|OHG|GbR!|GdbR!|e.K.|e.Kfm.!|e.Kfr.!|e.V.|eG|eingetragener \
         Verein!|SE & Co. KGaA!|SE & Co. KG!|Co. KG!|PartG!|PartGmbB!|KdöR!",
    ),
    ("at", "GesmbH!|Ges.m.b.H.!|OG|OEG|KEG|Gesellschaft m.b.H.!|reg.Gen.m.b.H."),
    ("ch", "Sàrl!|Sagl!|GmbH in Liquidation|Genossenschaft|SNC"),
    ("li", "Anstalt|Treuunternehmen!"),
    (
        "fr",
        "SA|S.A.|SARL!^|S.A.R.L.!^|SAS^|S.A.S.^|SASU!^|EURL!^|SNC|SCI^|SCA|SCS|SCOP|SELARL!|SELAS!|GIE^|EI|EIRL!|\
         Société Anonyme!|Société à Responsabilité Limitée!^|Société par Actions Simplifiée!^|Société en Nom Collectif!|\
         Société Civile!|Cie|Compagnie^|Ets^|Établissements^",
    ),
    ("be", "BVBA!|SPRL!|NV|SRL|BV|CVBA!|SCRL!|VZW|ASBL!|Comm. V.|VOF|SComm|CV"),
    (
        "nl",
        "B.V.!|N.V.!|C.V.|V.O.F.|VOF|Besloten Vennootschap!|Naamloze Vennootschap!|Coöperatie|U.A.|B.V.B.A.!",
    ),
    ("lu", "S.à r.l.!|S.A.|S.C.A.|SCSp!|S.C.S.|SICAV!|SICAR!|SE"),
    (
        "it",
        "S.p.A.!|SpA|S.r.l.!|SRL!|S.r.l.s.!|Srls!|S.n.c.|S.a.s.|S.a.p.a.|S.c.a.r.l.!|Scarl!|S.c.r.l.|Soc. Coop.!|Società \
         per Azioni!|Società a Responsabilità Limitata!|Società Cooperativa!|S.c.p.A.!|Soc. a r.l.!|a.r.l.",
    ),
    (
        "es",
        "S.L.|SL|S.L.U.!|SLU|S.A.U.|SAU|S.A.|S.L.L.|S.A.L.|S.L.N.E.!|S.C.|S.Coop.!|Sociedad Limitada!|Sociedad Anónima!|\
         Sociedad de Responsabilidad Limitada!|S.R.L.!|C.B.|Sociedad Limitada Unipersonal!|Sociedad Anónima Unipersonal!",
    ),
    ("pt", "Lda!|Ltda!|Unipessoal Lda!|Limitada!|S.A.|SGPS!|Sociedade Anónima!|E.P.E.|Sociedade Unipessoal!"),
    (
        "se",
        "AB^|Aktiebolag!^|A.B.|HB|Handelsbolag!|KB|Kommanditbolag!|AB publ!|publ|Ek. för.|Ekonomisk Förening!",
    ),
    ("no", "AS^|A/S|ASA!|ANS|DA|KS|Aksjeselskap!|Allmennaksjeselskap!|NUF|SF|HF|ENK"),
    ("dk", "A/S|ApS!|I/S|K/S|P/S|IVS|Aktieselskab!|Anpartsselskab!|AMBA|A.m.b.a.|S.m.b.a.|Smba"),
    ("fi", "Oy^|Oyj!|Oy Ab!|Ab Oy!|Abp!|Osakeyhtiö!|Ky|Tmi^|Ay|Osk|Julkinen Osakeyhtiö!|Aktiebolag!"),
    ("is", "ehf!|hf|Hlutafélag!|Einkahlutafélag!|ohf|slf|sf"),
    ("ee", "OÜ^|AS^|Osaühing!^|Aktsiaselts!^|TÜ^|UÜ|MTÜ^|SA^|FIE^"),
    ("lv", "SIA^|AS^|A/S|Sabiedrība ar ierobežotu atbildību!^|Akciju sabiedrība!^|IK^|PS"),
    ("lt", "UAB!^|AB^|MB^|VšĮ^|IĮ^|TŪB|KŪB|Uždaroji akcinė bendrovė!^|Akcinė bendrovė!^"),
    (
        "pl",
        "Sp. z o.o.!|Sp z oo!|Sp.zo.o.!|Spółka z o.o.!|Spółka z ograniczoną odpowiedzialnością!|S.A.|Spółka Akcyjna!|\
         Sp. j.|Sp. k.|Spółka Jawna!|Spółka Komandytowa!|Sp. z o.o. Sp. k.!|S.K.A.|s.c.|P.P.H.U.^|PPHU!^|PHU^|FHU^|PSA",
    ),
    (
        "cz",
        "s.r.o.!|spol. s r.o.!|spol s ro!|společnost s ručením omezeným!|a.s.|akciová společnost!|v.o.s.|k.s.|o.p.s.|z.s.",
    ),
    (
        "sk",
        "s.r.o.!|spol. s r.o.!|a.s.|spoločnosť s ručením obmedzeným!|akciová spoločnosť!|v.o.s.|š.p.|j.s.a.",
    ),
    (
        "hu",
        "Kft!|Korlátolt Felelősségű Társaság!|Zrt!|Nyrt!|Rt|Bt|Kkt|Zártkörűen Működő Részvénytársaság!|Részvénytársaság!|Ev",
    ),
    ("ro", "S.R.L.!|SC^|S.C.^|S.A.|S.N.C.|P.F.A.|PFA|S.C.S.|Societatea^|S.R.L.-D.!"),
    ("md", "SRL!^|ÎM^|ICS^|Î.C.S.^|SA^"),
    (
        "bg",
        "ООД!|ЕООД!|АД|ЕАД!|ЕТ^|СД|КД|OOD!|EOOD!|AD|EAD!|Акционерно дружество!|Дружество с ограничена отговорност!",
    ),
    ("rs", "d.o.o.!|DOO!|a.d.|ДОО!|АД|o.d.|k.d.|Preduzeće^|д.о.о.!"),
    ("hr", "d.o.o.!|d.d.|j.d.o.o.!|j.t.d.|k.d.|Dioničko društvo!|Društvo s ograničenom odgovornošću!"),
    ("si", "d.o.o.!|d.d.|d.n.o.|k.d.|s.p.|Družba z omejeno odgovornostjo!"),
    ("ba", "d.o.o.!|d.d.|d.j.l.|ДОО!"),
    ("mk", "ДООЕЛ!|ДОО!|DOOEL!|А.Д."),
    ("me", "D.O.O.!|A.D."),
    ("al", "Sh.p.k.!|ShPK!|Sh.a.|SHA"),
    (
        "gr",
        "Α.Ε.|ΑΕ|Ε.Π.Ε.|ΕΠΕ|Ι.Κ.Ε.|ΙΚΕ|Ο.Ε.|Ε.Ε.|ΑΒΕΕ!|Α.Β.Ε.Ε.!|Α.Ε.Β.Ε.|A.E.|E.P.E.|EPE|I.K.E.|IKE|ABEE!|Ανώνυμη Εταιρεία!|Ανώνυμος Εταιρεία!",
    ),
    ("cy", "ΛΤΔ|Λίμιτεδ!|Public Company Ltd!"),
    ("mt", "p.l.c.!|Ltd Malta"),
    (
        "tr",
        "A.Ş.|AŞ|Ltd. Şti.!|Ltd Sti!|Limited Şirketi!|Anonim Şirketi!|San. ve Tic. A.Ş.!|San. ve Tic. Ltd. Şti.!|\
         Sanayi ve Ticaret A.Ş.!|Sanayi ve Ticaret Ltd. Şti.!|Sanayi ve Ticaret Anonim Şirketi!|Sanayi ve Ticaret \
         Limited Şirketi!|Tic. Ltd. Şti.!|Ticaret A.Ş.!|Şti|Koll. Şti.!",
    ),
    (
        "ru",
        "ООО!^|ОАО!^|ЗАО!^|ПАО!^|НАО^|АО!^|ИП^|ФГУП!^|ГУП!^|МУП!^|АНО^|НКО^|НПО^|НИИ^|ТОО!^|ОДО^|АООТ!^|АОЗТ!^|ФКУ^|ФГБУ!^|\
         ФГАУ!^|ГК^|ПК^|Общество с ограниченной ответственностью!^|Открытое акционерное общество!^|Закрытое акционерное \
         общество!^|Публичное акционерное общество!^|Непубличное акционерное общество!^|Акционерное общество!^|\
         Индивидуальный предприниматель!^|Федеральное государственное унитарное предприятие!^|Государственная \
         корпорация!^|Автономная некоммерческая организация!^|OOO!^|OAO!^|ZAO!^|PAO^|AO^|NAO^|FGUP!^|GUP!^|FSUE!^|NPO^|\
         NPP^|НПП^|НПФ^|Obshchestvo s Ogranichennoy Otvetstvennostyu!^|Aktsionernoe Obshchestvo!^|Zakrytoe Aktsionernoe \
         Obshchestvo!^|Otkrytoe Aktsionernoe Obshchestvo!^|Publichnoe Aktsionernoe Obshchestvo!^|Federal State Unitary \
         Enterprise!^|JSC Company|OOO Firma!^|Limited Liability Partnership!",
    ),
    (
        "ua",
        "ТОВ!^|ТзОВ!^|ПАТ^|ПрАТ!^|ВАТ^|ЗАТ!^|АТ^|ФОП^|ПП^|ДП^|Товариство з обмеженою відповідальністю!^|Приватне підприємство!^|Публічне акціонерне товариство!^|Акціонерне товариство!^|TOV^|PrAT!^|PAT^|TzOV!^",
    ),
    (
        "by",
        "УП^|ЧУП!^|ЧТУП!^|РУП!^|СООО!^|ИООО!^|ОДО!^|ТАА!^|ЗАТ!^|Таварыства з абмежаванай адказнасцю!^|SOOO!^|ODO^|RUP!^",
    ),
    ("kz", "ТОО!^|ЖШС!|АҚ|ЖК^|TOO^|Товарищество с ограниченной ответственностью!^|LLP Kazakhstan"),
    ("kg", "ОсОО!^|ЖЧК!|OsOO!^|ОАО!^"),
    ("uz", "МЧЖ!|MChJ!|АЖ|AJ|ИП ООО!^|QK|СП ООО!^|ХК"),
    ("tj", "ҶДММ!^|ҶСК!^"),
    ("tm", "HJ|ХО^|AGPJ"),
    ("az", "MMC|ASC|QSC|ATSC|ММС"),
    ("am", "ՍՊԸ!|ՓԲԸ!|ԲԲԸ!|SPE|CJSC!^"),
    ("ge", "შპს!^|სს^|SPS|ი/მ^"),
    ("mn", "ХХК!|ХК|XXK!|LLC Mongolia"),
    ("il", "בע\"מ!|בעמ!|B.M.|חברה בע\"מ!"),
    ("ae", "FZE!|FZCO!|FZ-LLC!|FZ LLC!|FZC|DMCC|DWC-LLC!|PJSC!|ذ.م.م!|ش.م.ع!|م.م.ح|DWC"),
    (
        "sa-arabia",
        "ش.م.س|شركة!^|مؤسسة^|المحدودة!|WLL!|W.L.L.!|SJSC|محدودة!|مساهمة|ذات مسؤولية محدودة!|Co WLL!",
    ),
    ("bh", "B.S.C.|BSC|SPC|BSC (c)|ش.م.ب"),
    ("kw", "KSCC!|K.S.C.C.!|KSCP!|ش.م.ك|KSC"),
    ("qa", "QSC|Q.P.S.C.!|QPSC!|QFC LLC!"),
    ("om", "SAOG!|SAOC!|S.A.O.G.!|SPC"),
    ("eg", "S.A.E.|SAE|ش.م.م"),
    ("jo", "PSC|P.L.C.!"),
    ("lb", "SAL|S.A.L.|SARL!|ش.م.ل"),
    ("ma", "SARL AU!|SARLAU!|S.A.R.L.A.U.!"),
    ("dz", "SPA|EURL!^|SARL!^|EPE^"),
    ("ir", "Co PJS|شرکت!^|سهامی خاص!|سهامی عام!|Sahami Khas!|Sherkat^|Sherkate^"),
    (
        "br",
        "Ltda!|LTDA ME!|Ltda EPP!|S/A|S.A.|EIRELI!|ME|EPP|Limitada!|Sociedade Limitada!|Cia^|Companhia^|MEI",
    ),
    (
        "mx",
        "S.A. de C.V.!|SA de CV!|S. de R.L.!|S. de R.L. de C.V.!|SAB de CV!|S.A.B. de C.V.!|SAPI de CV!|S.A.P.I. de C.V.!|S.C.|A.C.|SRL de CV!|Sociedad Anónima de Capital Variable!",
    ),
    ("ar", "S.R.L.!|S.A.|S.A.S.|S.A.I.C.!|SAIC|S.A.C.I.F.!|S.H.|SACIF!"),
    ("cl", "SpA|EIRL!|E.I.R.L.!|S.A.|Ltda!|Sociedad por Acciones!|SAC"),
    ("co", "S.A.S.|SAS|Ltda!|E.U.|S. en C.!|S.C.A."),
    ("pe", "S.A.C.|SAC|S.A.A.|SAA|E.I.R.L.!|S.R.L.!|S.R.Ltda!|S.C.R.L.!"),
    ("ve", "C.A.|CA|Compañía Anónima!|S.R.L."),
    ("ec", "Cía. Ltda.!|C. Ltda.!|S.A.|Compañía Limitada!|Cia Ltda!"),
    ("bo", "S.R.L.!|S.A.M."),
    ("uy", "S.A.S.|SRL!|Soc. Anónima!"),
    ("pa", "S. de R.L.!|Corp|S.A."),
    ("do", "EIRL!|C. por A.!|SRL!"),
    ("cr", "S.R.L.!|Limitada!|Ltda!"),
    ("cu", "S.A.|Empresa Mixta"),
    ("ng", "Nig Ltd!|Nigeria Ltd!|Nigeria Limited!|Gte|RC"),
    ("ke", "Ltd Kenya|EPZ"),
    ("et", "P.L.C.!|S.C.|Share Company!"),
    ("eu", "SE|Societas Europaea!|SCE|EEIG!|EWIV!|GEIE!"),
    ("offshore", "IBC|Intl Business Co|Ltd IBC!|SPC|PCC|ICC"),
];
