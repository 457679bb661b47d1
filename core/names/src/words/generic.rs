//! Words that many firms and products share. Not stop words: they still tell `Lab` from `Bakery`. Invariant: groups
//! are separated by `|`; the words of a group are inflections and abbreviations of its first; all folded.

/// What firms are and do.
pub(super) const BUSINESS: &str = "
technology technologies tech techn techno technik technique techniques technologie technologia technologias tecnologia
  tecnologias teknologi teknoloji tehnologii | technical technological tecnica tecnologica technische technisch |
communications communication comm comms comunicaciones comunicacao comunicacoes kommunikation komunikasi |
telecommunications telecommunication telecom telecoms telekom telecomm telco telekommunikation telecomunicaciones
  telecomunicacoes |
service services svc svcs serv dienst dienste servicio servicios servico servicos servizi dienstleistungen |
group grp groupe gruppe gruppo grupo groep grup gruppa | holding holdings hldg hldgs holdco |
international intl int internacional internazionale internationale internationales |
laboratory laboratories lab labs laboratoire laboratoires laboratorio laboratorios labor laboratorium laboratoriya
  laboratorii |
system systems sys syst systeme systemes sistemas sistema sistemi systemen |
solution solutions soln solns sol soluciones solucoes soluzioni losungen |
electronics electronic elec elect electron electr elektronik electronica eletronica elettronica electronique
  electronicos eletronicos | electrical electric elektro electro elektrik eletrica |
network networks netw networking net netz netzwerk netzwerke redes rete reseau reseaux |
engineering engr eng ingenieria engenharia ingegneria | engineers ingenieur ingenieure ingenieurburo |
manufacturing manufacture mfg manuf fabrication | manufacturer manufacturers mfr mfrs hersteller | fabrik fabrica |
industry industries industria industrias industrie | industrial industrials ind inds indus industriale industriel |
development developments dev devel entwicklung desarrollo sviluppo |
research rsrch forschung recherche investigacion ricerca |
trading trade trad handel handels | trader traders | commerce comercio | commercial comercial commerciale |
import imports imp importacao | importer | export exports exp exportacao | exporter | impex |
information info informacion | informatics informatik informatica informatique | it ict |
computer computers comp cmptr | computing compute | digital digitals dig digi numerique |
security sec secure securities sicherheit seguridad seguranca sicurezza securite |
software softwares sw soft | programming | program programs | hardware hw |
equipment equip equipments eqpt equipamentos equipos | apparatus apparate |
instrument instruments instr | instrumentation | automation automations auto automatisierung automazione | automatic |
control controls ctrl | controller controllers | semiconductor semiconductors semi |
microelectronics microelectronic | microsystems | micro mikro | intelligent intelligence smart | ai |
management mgmt mgt mngmt verwaltung gestion gestao | consulting consultants consultancy consultant consult beratung |
associates associate assoc assocs | association assn | partner partners ptnrs | partnership |
enterprise enterprises ent entp entpr empresa empresas unternehmen entreprise |
product products prod prods produkte produkt producto productos produto produtos produits | production productions |
center centre centers centres ctr zentrum centro | institute institut instituto inst istituto |
department dept | division div | branch | filial filiale | subsidiary | office oficina ufficio |
university univ universitat universidad | corporate | business biz bus businesses | global globe | world worldwide |
universal universe | national nat natl nacional nazionale | general gen | media medien | multimedia |
mobile mobility mobil | wireless wlan wifi | data daten datos | cloud clouds | internet | web | online |
investment investments invest inv investing investimentos inversiones | beteiligungs beteiligung beteiligungen |
capital | finance financial finanz | energy energie energia | power | medical med medizin | healthcare | health |
optical optics optic | optronics opto | photonics photonic | fiber fibre | science sciences sci | scientific |
innovation innovations innovative inno | design designs | machinery machine machines maschinen | maschinenbau |
material materials | supply supplies | supplier suppliers | distribution distr | distributor distributors dist |
marketing | sales ventas vendas | vertrieb vertriebs vertriebsgesellschaft | retail | store stores | shop |
logistics logistic logistik | transport transportation | shipping | freight | construction constructions | bau |
building | foundation stiftung fundacion | society gesellschaft societe sociedad sociedade societa |
video videos | vision visual | imaging image images | audio | sound | acoustics | satellite satellites | satcom |
aerospace aero | aviation | avionics | defense defence | military | automotive | automobile | robotics | robot robots |
лаборатория лаборатории лаб | технологии технология технологий | группа групп | холдинг | системы система систем |
компания компании | фирма | связь связи | коммуникации | торговый торговля торговая | завод |
научно | производственное производственная | производство | предприятие | объединение | институт | центр |
сервис | услуги | безопасность безопасности | информационные информационных";

/// What products and licences are made of, with months and units.
pub(super) const PRODUCT: &str = "
endpoint endpoints | antivirus antivir av | anti | virus viruses | malware | antimalware | ransomware | antiransom |
protection protect protected | protector | detection detect | edr | xdr | mdr | ndr | response |
license licenses licence licences licensing licensed lic | subscription subscriptions subscr subs |
year years yr yrs jahr jahre | yearly annual | month months mo mos mth mths | monthly | day days | daily | week weeks |
user users usr | node nodes | device devices | seat seats | workstation workstations | desktop desktops |
laptop laptops notebook notebooks | server servers srv svr | mail email mailbox | gateway gateways gw |
camera cameras cam cams | webcam | router routers | switch switches | firewall firewalls | access | point | ap |
recorder recorders | nvr | dvr | phone phones | smartphone smartphones | telephone telephony | voip | tablet tablets |
renewal renewals renew renewed | edition editions ed | version versions ver | release | update updates |
upgrade upgrades | standard std | plus | premium | professional pro prof | advanced adv | advance | basic | total |
complete | ultimate | essential essentials | select | suite suites | pack packs package packages | bundle bundles |
kit kits | module modules | console | agent agents | client clients | platform platforms |
application applications app apps | tool tools toolkit | utility utilities | support | maintenance maint | warranty |
encryption encrypted | backup backups | storage storages | virtualization virtual | threat threats |
government gov govt | education educational edu | january jan | february feb | march mar | april apr | june jun |
july jul | august aug | september sept sep | october oct | november nov | december dec | inch inches |
meter meters metre | gram grams | watt watts | volt volts | lb lbs | piece pieces pcs pc | unit units | quantity qty |
set sets | camera";

/// More words of the same kinds that stand for themselves only.
pub(super) const SINGLE: &str = "
access accessories acquisition active adapter antispam spam training hybrid vulnerability patch password manager vpn safe kids family
home personal small medium large box boxed retailbox download esd public academic may gb tb mb kb gbps mbps ghz mhz mm cm
kg each new model series type windows mac macos linux android ios unix english multilingual host hosts hosting site base
терминал камера антивирус лицензия adapter administration agency air alarm analog analytics applied appliance
appliances architecture array arts asset assets assembly authority bank bar battery batteries biometric blade board
body broadband broadcast broadcasting browser bureau bluetooth cable cables calibration card cards care cartridge
cash cell cellular certificate chair charger chassis chemical chemicals chip chips circuit circuits clinic club code
college collaboration color commission committee common company component components concept concepts connect
connected connection connections connector connectors connectivity consortium consumer content contract contracting
converter cooperative core council creative custom customer cyber cybersecurity database datacenter deluxe dental
detector diagnostics digitaltechnology display displays document domain dome door drive drives driver drone drones
dynamics edge embedded engine engines entertainment environment environmental equity ethernet event events exchange
expansion extended extension external facility facilities factory farm fashion feature features federal field file
films filter fire firm fixed fleet food foods forum foundry fund furniture gas gaming games gear generator goods
grid guard hd headset heating help hospital hotel house hub identity imports incident inspection insurance
integrated integration interactive interface internal intercom inspection ip iot isolated key keyboard laser law
leasing led legal level life light lighting line link links list live local lock machinery magnetic managed marine
market markets measurement measurements mechanical memory message messaging metal metals meter metering meters
microwave mining modem modular monitor monitoring monitors motion motor motors mouse multi music navigation oil
operation operations order organization outdoor indoor output panel paper part parts payment payments performance
pharma pharmaceutical pharmaceuticals photo plan plant plastic plastics plug policy port portable precision press
print printer printers printing private process processing processor procurement project projects property
properties provider proxy ptz purchase quality quantum rack radio radios rail railway real estate reader recognition
recording recovery remote rental repair report resource resources restaurant review rf rugged safety scanner school
sensor sensors shared signal silicon single social solar source space spare special specialty speed sport sports
station stations status steel stock streaming structure studio studios surveillance surge sustainable synthetic
target team terminal terminals test testing textile textiles theft thermal thin time token touch toys traffic
transmission transceiver transmitter travel trial trust tv turret two three four five one ten twin ultra unified
united universal usb vacuum value variable vehicle vehicles vendor venture ventures view voice warehouse watch water
wave welding wholesale wide wire wired works workspace zone
werk werke betrieb geschaft einkauf produktion comercializadora
distribuidora servicos solucoes negocios fabrica materiel distribution etudes";
