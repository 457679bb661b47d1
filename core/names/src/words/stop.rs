//! Words that only join others, in the languages of company names. Invariant: groups are separated by `|`, folded.

/// Groups of stop words, the first of each standing for the rest.
pub(super) const WORDS: &str = "and und et y e og och ja en i | the der die das den dem le la les los las el il lo gli \
    der het de del della delle dei degli da do dos das di du des l d | of von van vom zu zur zum af av | for fur pour \
    para per por pro voor | in im at on by with mit avec con sur bei to from as a an or is are be this that your our \
    my we | и в на с по для от из за о об | και του τησ | و من في ال | 和 与 之 的 | の | dba aka fka tba | c o | via sub | tm";
