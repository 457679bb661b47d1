//! Words of trades, offices and goods in names of firms all over the world. As in `generic`, with more languages: what
//! sanctions lists and trade registers are full of. Invariant: groups are separated by `|`, folded, single words only.

/// The groups, the English word first.
pub(super) const WORDS: &str = "
bank banks banking banco bancos banque banca bancaria bankasi bankas banka bancorp yinhang  | insurance assurance
  assurances seguros asegurances assicurazioni versicherung sigorta baoxian bimeh insurers reinsurance |
leasing | petroleum petroleos petrole petroli petrol shiyou naft | oil oils oilfield oilfields aceites huile | gas gaz gases |
refinery refineries refining refineria raffinerie | pipeline pipelines | petrochemical petrochemicals petrokimia |
chemical chemicals chemistry chimie chimica quimica quimicos quimico kimya huaxue huagong shimi | mining mine mines minera
  mineria miniere madencilik kuangye | mineral minerals minerales | coal |  | metallurgy metallurgical | iron | aluminium
  aluminum | copper | zinc | cement cemento ciment cimento | steel aceros acier stahl celik gangtie foolad | foundry |
plant plants planta | works | mill mills | workshop workshops | shipbuilding shipbuilders | shipyard shipyards dockyard |
shipping navigation naviera navigazione navegacion denizcilik lines hangyun kashtirani | maritime maritima maritimo maritimes |
vessel vessels | ship ships | port ports puerto porto | cargo carga | freight | forwarding forwarders transitario |
transport transporte transportes transports transportation nakliyat tasimacilik yunshu trucking | express | courier |
airline airlines airways aerolineas havayollari hangkong | aircraft aircrafts | airport airports aeropuerto | helicopter
  helicopters | aviation aviacion hava | missile missiles | rocket rockets | space | machinebuilding | machinery maquinaria makina
  machineries jixie | engine engines | locomotive locomotives | wagon wagons | tractor tractors | tire tires tyre tyres |
railway railways railroad ferrocarriles demiryolu | road roads highway highways |  | construction constructions
  constructora construcciones construcoes construction constr const insaat jianshe jianzhu sakhteman | contracting contractors
  contractor | builders builder build | estate estates | realestate realty inmobiliaria inmobiliarias immobilier immobiliare
  immobilien imoveis gayrimenkul fangdichan bienes raices | property properties | housing | architect architects architecture
  arquitectos architectural | engineers | design diseno disenos | bureau buro | project projects proyectos projets |
trading comercializadora comercializacion comercializaciones tijarat ticaret maoyi bazargani | merchant merchants merchandise |
export exports exportadora exportaciones ihracat | import importadora importaciones ithalat | goods | supply suministros |
distribution distribuciones distribuidora distribuidor | market markets mercado | supermarket supermarkets supermercado |
bakery | food foods alimentos alimentaria alimenticia gida shipin | meat carnes | fish fishing fishery fisheries pesca pesquera
  pesquero yuye | farm farms farming granja | ranch rancho hacienda | livestock ganadera ganaderia agropecuaria agropecuario
  agropecuarias | agriculture agricultural agricola agro agri agroindustrial agroindustria tarim nongye keshavarzi | fertilizer
  fertilizers | grain | flour | sugar | tobacco tabaco | tea | coffee cafe cafes | rice | fruit frutas | flower flores | wine |
restaurant restaurants restaurante restaurantes | hotel hotels hoteles hotelera | travel travels viajes | tourism turismo
  tourisme turizm touristic | agency agencies agencia agence ajans | club | bar bars | casino casinos | boutique boutiques |
fashion modas moda | clothing ropa garment garments apparel | textile textiles textil tekstil fangzhi nassaji | cotton |
leather | jewelry jewellery jewelers jewellers joyeria | jewel | diamond diamonds | exchange exchanges cambio cambios sarafi
  sarrafi hawala | money | remittance remittances | currency | credit credito | savings saving | mortgage mortgages |
loan loans | fund funds fonds fondo | pension pensions | trust trusts fiduciaria | brokerage broker brokers corretaje |
securities bursatil  | capital | investment investissement investissements inversion inversionista yatirim touzi
  sarmayeh | finance financial finances financiera financiero financieras finans | economic economy economics | accounting
  accountants contadores | audit auditores auditing |  | attorneys abogados lawyers law | consulting consultores
  consultoria consultora consultations asesores asesoria asesorias danismanlik | advisory advisors advisers |
representation representaciones representations | administration administracion administradora | operator operadora operadores |
promoter promotora promotores promociones | corporation corporacion | consortium consorcio | concern | union unions |
association asociacion associazione dernegi anjoman | society | federation federacion | confederation | council councils consejo |
committee komite | commission | ministry | authority | directorate | organization organisation organizations organisations
  organizacion organizasyon sazman | institution institutions moasseseh | charity charities charitable caridad hayir kheyriyeh |
relief | welfare | aid | humanitarian | foundation bonyad vakfi vakif fondation | youth | women | people | academy academie
  academia | school schools escuela | college | university universite daneshgah daxue | education | training | student |
hospital hospitals clinica clinic clinics | pharmacy farmacia droguerias drogueria pharmacies | pharmaceutical 
  farmaceutica yaoye daroo darou | medicine medicines | doctor | dental | cosmetics cosmeticos | optical | glass vidrio | ceramic
  ceramics | wood wooden maderas | furniture muebles mobilya | paper papel | printing imprenta matbaa | press prensa | news |
newspaper | publishing publications publishers editorial | radio | television televisao | broadcasting | film films | cinema |
advertising publicidad reklam | music | sport sports deportes deportivo | security seguridad guvenlik | guard guards |
protection | defense savunma defence guofang defa | weapon weapons arms | ammunition | explosive explosives | military
  militaires | army | navy naval | force forces | nuclear | atomic | aerospace hangtian | satellite | electronics dianzi elektronik
  electronique | electric dianqi | technology keji jishu teknologi fanavari fanni | industry sanayi sanayii sanaye sanat gongye |
trade ticari tijari | group jituan goroh gorouh | holding konggu | international guoji beynolmelali uluslararasi | development
  fazhan tose toseh kalkinma gelistirme | science kexue elm elmi | research yanjiu yanjiusuo tahghighat pazhouhesh | company
  sherkat sharikat sirket sirketi compania companhia cia kompania maskapai | enterprise qiye | factory gongchang karkhaneh usine
  fabrica fabricas | service hidmat khadamat fuwu hizmetleri hizmet | engineering mohandesi muhendislik gongcheng | equipment
  shebei tajhizat ekipman | control kongzhi | system xitong | computer jisuanji bilgisayar | software ruanjian yazilim |
information xinxi bilisim | network wangluo | communication tongxin haberlesme mokhaberat | semiconductor bandaoti |
optronics guangdian | intelligent zhineng | logistics wuliu lojistik | instrument yiqi | material malzeme cailiao | medical
  yiliao medikal | energy nengyuan enerji niroo niru | electricity electricidad | power guc | water agua agua aguas | waste |
environment | recycling | cleaning limpieza | maintenance mantenimiento bakim | repair reparaciones | rental alquiler |
storage almacenes almacen | warehouse | packaging empaques empacadora empaque ambalaj | plastic plasticos plastik |
rubber | paint pinturas boya | tools herramientas | hardware ferreteria | spare refacciones repuestos yedek | auto autos
  automotriz otomotiv | car cars vehiculos | truck trucks | motorcycle motos | taxi |  | parking | gasoline gasolinera |
station estacion | center merkez merkezi markaz zhongxin | house casa khaneh | home | city | building edificio edificaciones |
 | garden jardin | park parque | beach playa | island isla | mountain | sea mar | river  | ocean | lake |
brothers bros hermanos freres irmaos kardesler baradaran broders | sons hijos fils figli ogullari | family familia |
associates asociados associados | partners socios | new nuevo nueva nouveau nouvelle yeni  nuovo nuova | first primera
  premier primer | general genel umum umumi | national nacional nationale milli melli meli watani wataniya | central | north
  norte nord shomal | south sur sud jonoub | east oriente este sharq | west oeste occidente gharb | modern moderna moderno |
united | unified | joint | public | private | state | federal | republic republica | region regional | provincial | municipal |
district | special | foreign | domestic | local | overseas | islamic islami | arab arabe | persian | middle | gulf khalij |
asset assets | administrative | volunteer | front frente | party partido | movement movimiento | liberation | revolutionary |
popular | peoples | democratic | martyrs shahid | holy | fighters | brigade brigades | guards corps | command | headquarters |
branch sucursal shubesi | office | department | section | unit | subsidiary | named | brand marcas | licence | quality | total |
non nonstate | unitary | interregional | turbine turbines | heat | hydro | composite composites | complex | precision | testing |
electricals | housing | auction auctions | volga | volgograd | caucasus caucasian caucasus | ural urals | siberia siberian |
crimea crimean | ukraine | extraction | exploration | production productora producciones produccion productores | producers
  producer | bolsa | marine marina marinas | service servicio servicos servizi prestadora | plastics | high | low | great |
super | max | top |  |  | mega |  | culture cultural | election elections | black | closed | experimental | open";

/// More regions and peoples.
pub(super) const PLACES: &str =
    "volga | caucasus caucasian | ural urals | siberia siberian sibir | crimea crimean krim |
petersburg sankt  leningrad | far | soviet ussr | ";
