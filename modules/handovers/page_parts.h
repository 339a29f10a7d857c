#pragma once
// The pieces of the page behind a link: what the unit reads and the forms it sends. Private to the module.

#include "handovers/handovers.h"
#include "liren/form.h"
#include "liren/html.h"
#include "liren/plain_page.h"

namespace liren::handovers {

/// One button of the page; its word ends the form's address.
enum class Act : std::uint8_t { open, acknowledge, ask, give_back, answer };
const char* word_of(Act act);

/// Why a visitor is not let in; each has a page of its own.
enum class Closed : std::uint8_t { none, unknown, revoked, expired, locked, no_pin, wrong_pin };

struct PageState {
    std::string token;
    std::string pass;                         ///< of this visit, for the forms
    Form typed;                               ///< of a form that comes back
    Act act = Act::open;                      ///< that was tried
    std::string good, wrong;                  ///< what to say above everything
    int status = 200;
};

/// Everything the unit may know, and what it may do now.
Html matter_page(Context& context, const HandoverRow& row, const PageState& state);
/// The six digits are asked; what was typed before stays in the form.
Html pin_page(Context& context, const std::optional<HandoverRow>& row, const PageState& state);
/// Unknown, revoked, expired or locked.
Html closed_page(Context& context, Closed why, const std::optional<HandoverRow>& row);

/// No page of a link is kept anywhere, and none tells another site where it was (the frame says strict-origin).
void keep_private(Context& context);

}  // namespace liren::handovers
