#pragma once
// The frame of every page the server renders itself: one header line with mark, name and demo badge, one column, no script.

#include <string>
#include <string_view>

#include "liren/error.h"
#include "liren/html.h"
#include "liren/request.h"

namespace liren {

/// The whole document around `content`; texts "page.*" in the reader's language, styles from /assets/plain.css.
Html plain_page(const Context& context, std::string_view title, const html::Node& content, int status = 200);

/// Does this request come from a person's address bar or a plain form, so that a refusal must be a page they can read?
bool wants_page(const HttpRequest& request);

/// The refusal as such a page.
Html refusal_page(const Context& context, const Error& error);

}  // namespace liren
