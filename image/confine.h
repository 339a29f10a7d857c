#pragma once
// What liren-image gives up before it reads the first byte of a stranger: files, network, memory without end, time
// without end. What the kernel of the machine does not allow to give up is skipped; nothing here can fail the start.

namespace liren::image {

/// Called once, first in main, while there is one thread.
void give_up_rights();

/// Allows this process `seconds` more of processor time; the kernel ends it when they are spent.
void allow_processor_seconds(unsigned seconds);

}  // namespace liren::image
