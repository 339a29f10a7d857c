#include "pages.h"

namespace liren {

namespace {

constexpr std::string_view resident_page = "/resident/index.html";

bool is_token(std::string_view text, std::size_t most) {
    if (text.empty() || text.size() > most) return false;
    for (const char c : text) {
        const bool ok = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
        if (!ok) return false;
    }
    return true;
}

void html(HttpResponse& response, std::string text) {
    response.content_type = "text/html; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "no-cache");
    response.body = std::move(text);
}

/// The resident app, with a way on for a browser that runs no script.
std::string with_plain_way(std::string page, const std::string& plain) {
    const auto head = page.find("</head>");
    if (head == std::string::npos) return page;
    return page.insert(head, "<noscript><meta http-equiv=\"refresh\" content=\"0;url=" + plain + "\"></noscript>");
}

}  // namespace

bool Pages::answer(const HttpRequest& request, HttpResponse& response) const {
    if (request.method != Method::get && request.method != Method::head) return false;
    if (answer_health(request, response)) return true;
    if (assets_.answer(request, request.path == "/favicon.ico" ? std::string_view("/assets/mark.svg") : std::string_view(request.path), response)) return true;
    return answer_door(request, response) || answer_app(request, response);
}

bool Pages::answer_health(const HttpRequest& request, HttpResponse& response) const {
    if (request.path == "/healthz") {
        response.body = R"({"status":"ok"})";
        return true;
    }
    if (request.path != "/readyz") return false;
    std::string trouble = house_.storage->trouble("city") + house_.storage->trouble("gate");
    response.status = trouble.empty() ? 200 : 503;
    response.body = trouble.empty() ? R"({"status":"ready"})" : R"({"status":"not ready"})";
    return true;
}

/// /q/<door code>, /s/<number> and /c/<community>: what stands on paper. The app takes over; without script the plain page does.
bool Pages::answer_door(const HttpRequest& request, HttpResponse& response) const {
    const std::string& path = request.path;
    const bool door = path.starts_with("/q/"), status = path.starts_with("/s/"), community = path.starts_with("/c/");
    if (!door && !status && !community) return false;
    const std::string word = path.substr(3);
    if (!is_token(word, 40)) return false;
    if (community) {   // a division code begins with its district's
        response.status = 303;
        response.headers.emplace_back("Location", "/plain/" + word.substr(0, 6) + "/c/" + word);
        return true;
    }
    const std::vector<std::string> districts = house_.storage->districts();
    std::string district = door ? word.substr(0, word.find('-')) : districts.empty() ? "" : districts.front();
    if (const auto named = request.query.find("d="); status && named == 0 && is_token(request.query.substr(2), 6)) district = request.query.substr(2);
    const std::string plain = door ? "/plain/" + district + "/q/" + word : "/plain/" + district + "/s?number=" + word;
    const std::string page = assets_.text(resident_page);
    if (page.empty()) {
        response.status = 303;
        response.headers.emplace_back("Location", plain);
    } else {
        html(response, with_plain_way(page, plain));
    }
    return true;
}

bool Pages::answer_app(const HttpRequest& request, HttpResponse& response) const {
    for (const std::string_view app : {"/resident", "/worker", "/console"}) {
        const std::string_view path = request.path;
        if (!path.starts_with(app) || (path.size() > app.size() && path[app.size()] != '/')) continue;
        if (assets_.answer(request, std::string(app) + "/index.html", response)) return true;
        html(response, "<!doctype html><title>Liren</title><p>" + house_.texts.get(Texts::choose(request.header("accept-language")), "page.no_assets") + "</p>");
        response.status = 503;
        return true;
    }
    return false;
}

}  // namespace liren
