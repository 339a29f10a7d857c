#include "event_stream.h"

namespace liren::net {

bool EventStream::send(std::string bytes) {
    {
        const std::lock_guard lock(mutex_);
        if (state_ != State::open) return false;
        if (pending_.size() + in_flight_ + bytes.size() > max_stream_backlog) {
            state_ = State::lost;
            pending_ = {};
            wake_sent_ = false;                 // an earlier wake met a write in progress and was spent: this one must cut it
        } else if (pending_.empty()) {
            pending_ = std::move(bytes);
        } else {
            pending_ += bytes;
        }
    }
    wake();
    return !closed();
}

void EventStream::close() {
    {
        const std::lock_guard lock(mutex_);
        if (state_ != State::open) return;
        state_ = State::closing;
    }
    wake();
}

bool EventStream::closed() const {
    const std::lock_guard lock(mutex_);
    return state_ != State::open;
}

std::string EventStream::take(State& state) {
    const std::lock_guard lock(mutex_);
    wake_sent_ = false;
    state = state_;
    in_flight_ = pending_.size();
    std::string taken = std::move(pending_);
    pending_.clear();
    return taken;
}

void EventStream::written(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    in_flight_ -= bytes < in_flight_ ? bytes : in_flight_;
}

void EventStream::lose() {
    const std::lock_guard lock(mutex_);
    state_ = State::lost;
    pending_ = {};
}

bool EventStream::lost() const {
    const std::lock_guard lock(mutex_);
    return state_ == State::lost;
}

void EventStream::wake() {
    {
        const std::lock_guard lock(mutex_);
        if (wake_sent_) return;
        wake_sent_ = true;
    }
    inbox_->put({.kind = Parcel::Kind::wake_stream, .to = connection_});
}

}  // namespace liren::net
