package io.spillway.drill.mock.fleet;

import io.spillway.drill.mock.message.Request;
import io.spillway.drill.mock.message.RequestOctets;
import io.spillway.drill.mock.message.ResponseView;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.session.SessionOutput;
import io.spillway.drill.mock.session.SharedType;
import io.spillway.drill.mock.session.ViolationKind;

/** Takes what a client's session says to the stream, the book of its group and the listener. Belongs to the event loop. */
final class ClientOutput implements SessionOutput {

    private final LoopGroup home;
    private final ClientStream stream;
    private final int client;
    private final String name;
    private long now;

    ClientOutput(LoopGroup home, ClientStream stream, int client, String name) {
        this.home = home;
        this.stream = stream;
        this.client = client;
        this.name = name;
    }

    /** Says when what follows happens. */
    void at(long nanos) {
        now = nanos;
    }

    @Override
    public void send(Request request) {
        home.group.book.requests.increment();
        stream.send(RequestOctets.of(request, home.group.group.node(), name));
    }

    @Override
    public void violation(ViolationKind kind, String type, String detail, int count) {
        home.group.book.violation(kind, name + ": " + type + ": " + detail, count);
    }

    @Override
    public void response(XdsType type, ResponseView view) {
        GroupBook book = home.group.book;
        book.responses.increment();
        book.resources.add(view.resourceCount());
        book.octets.add(view.length());
    }

    @Override
    public void resource(SharedType type, ResponseView view, int resource, int number, long version,
            boolean changed) {
        if (!home.group.listener.equals(ReceiptListener.NONE)) {
            home.receipt.set(client, type, view, resource, number, version, now);
            home.group.listener.received(home.receipt);
        }
        Events events = home.group.events;
        if (changed && events.any()) {
            long origin = events.origin(type.type(), type.names().name(number), version,
                    type.firstSeen(version, now));
            if (origin != Long.MIN_VALUE) {
                home.group.book.reached(client, now - origin);
            }
        }
    }

    @Override
    public void removed(SharedType type, int number) {
        home.group.book.removals.increment();
        home.group.listener.removed(home.group.group.name(), client, type.type(), type.names().name(number), now);
    }

    @Override
    public void answered(XdsType type, String nonce, String error) {
        (error.isEmpty() ? home.group.book.acks : home.group.book.nacks).increment();
        home.group.listener.answered(home.group.group.name(), client, type, nonce, error, now);
    }

    @Override
    public void settled(XdsType type, long nanos) {
        home.group.book.settled(client, nanos);
    }
}
