package io.spillway.drill.mock.fleet;

import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Program;
import io.spillway.drill.mock.session.SharedType;
import io.spillway.drill.mock.session.SharedTypes;

/** What all clients of a group share, whatever event loop they are on. Safe for all threads. */
final class RunningGroup {

    final Group group;
    final Program program;
    final SharedTypes types = new SharedTypes();
    final Events events = new Events();
    final GroupBook book;
    final ReceiptListener listener;

    RunningGroup(Group group, ReceiptListener listener) {
        this.group = group;
        this.program = Program.of(group.steps());
        this.book = new GroupBook(group.count());
        this.listener = listener;
    }

    /** Returns some type, for a receipt that says nothing yet. */
    SharedType anyType() {
        return new SharedTypes().of(XdsType.CDS);
    }
}
