#include "inbox.h"

#include "answer.h"
#include "event_stream.h"

namespace liren::net {

thread_local Counter* Counter::open_ = nullptr;

bool Inbox::put(Parcel&& parcel) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    parcels_.push_back(std::move(parcel));
    if (parcels_.size() == 1) wake_();
    return true;
}

void Inbox::deliver() {
    std::vector<Parcel> parcels;
    {
        const std::lock_guard lock(mutex_);
        parcels.swap(parcels_);
    }
    for (Parcel& parcel : parcels) {
        if (auto recipient = parcel.to.lock()) recipient->receive(std::move(parcel));
        else if (parcel.stream) parcel.stream->lose();
    }
}

void Inbox::close() {
    std::vector<Parcel> left;
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        left.swap(parcels_);
    }
    for (Parcel& parcel : left)
        if (parcel.stream) parcel.stream->lose();
}

Ticket::~Ticket() {
    if (!used_) hand_over({.kind = Parcel::Kind::answer, .request = request_, .response = problem({500, "http.no_answer"})});
}

void Ticket::hand_over(Parcel&& parcel) {
    if (Counter* counter = Counter::of(this)) return counter->lay(std::move(parcel));
    parcel.to = connection_;
    const auto stream = parcel.stream;
    if (!inbox_->put(std::move(parcel)) && stream) stream->lose();
}

void Ticket::answer(HttpResponse&& response) {
    if (used_.exchange(true)) return;
    hand_over({.kind = Parcel::Kind::answer, .request = request_, .response = std::move(response)});
}

std::shared_ptr<Stream> Ticket::open(HttpResponse&& head) {
    auto stream = std::make_shared<EventStream>(inbox_, connection_);
    if (used_.exchange(true)) stream->lose();   // answered already: the caller gets a stream that is closed
    else hand_over({.kind = Parcel::Kind::open_stream, .request = request_, .response = std::move(head), .stream = stream});
    return stream;
}

Responder Ticket::responder() {
    auto self = shared_from_this();
    return Responder([self](HttpResponse&& response) { self->answer(std::move(response)); },
                     [self](HttpResponse&& head) { return self->open(std::move(head)); });
}

}  // namespace liren::net
