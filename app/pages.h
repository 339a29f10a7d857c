#pragma once
// What no route answers: health, embedded assets, and the three apps, whose pages are one file each.

#include "assets.h"
#include "liren/house.h"
#include "liren/http.h"

namespace liren {

class Pages {
public:
    explicit Pages(House& house) : house_(house) {}
    bool answer(const HttpRequest& request, HttpResponse& response) const;

private:
    bool answer_health(const HttpRequest& request, HttpResponse& response) const;
    bool answer_app(const HttpRequest& request, HttpResponse& response) const;
    bool answer_door(const HttpRequest& request, HttpResponse& response) const;

    House& house_;
    Assets assets_;
};

}  // namespace liren
