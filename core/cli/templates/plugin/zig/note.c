/* The metadata note, which is read without running code. */
#include "debar_plugin.h"

DEBAR_PLUGIN_NOTE("id=@ID@\nversion=0.1.0\nabi=1.0\ntitle=orders of one article a line\nmedia=text/x-@ID@\n"
                  "answer=verdict lines\n");
