#pragma once
// The frame of every page the server renders itself: one header line with mark, name and demo badge, one column, no script; its texts
// in the reader's language; and the address under which a page is reached from paper.

#include <string>
#include <string_view>

#include "liren/error.h"
#include "liren/html.h"
#include "liren/request.h"
#include "liren/texts.h"

namespace liren {

/// Texts in the reader's language: `const Say say(context); say("cases.page.number")`.
class Say {
public:
    explicit Say(const Context& context) : context_(context) {}
    std::string operator()(std::string_view key, const TextValues& values = {}) const;

private:
    const Context& context_;
};

/// The whole address of a path of this site, as the caller reached it: what a QR on paper leads to.
std::string site_address(const Context& context, std::string_view path);

/// The whole document around `content`; texts "page.*" in the reader's language, styles from /assets/plain.css.
Html plain_page(const Context& context, std::string_view title, const html::Node& content, int status = 200);

/// Does this request come from a person's address bar or a plain form, so that a refusal must be a page they can read?
bool wants_page(const HttpRequest& request);

/// The refusal as such a page.
Html refusal_page(const Context& context, const Error& error);

}  // namespace liren
