package io.spillway.drill.mock.session;

import io.spillway.drill.mock.message.Request;
import io.spillway.drill.mock.message.ResponseView;
import io.spillway.drill.mock.message.XdsType;

/** Where a session says what comes of what it was told. Called on the thread that called the session. */
public interface SessionOutput {

    /** Something is to be sent now. */
    void send(Request request);

    /**
     * The server broke the protocol.
     *
     * @param kind how
     * @param type of which type, as it stands in the response
     * @param detail names and versions
     * @param count how often at once
     */
    void violation(ViolationKind kind, String type, String detail, int count);

    /**
     * A response came that is of a subscribed type.
     *
     * @param type type
     * @param view its octets; valid during the call
     */
    void response(XdsType type, ResponseView view);

    /**
     * A resource came.
     *
     * @param type type
     * @param view the response; valid during the call
     * @param resource which of its resources
     * @param number the name's number in the type's table
     * @param version hash of its version, or of its octets where it has no version
     * @param changed whether it is another version than the last that this client received
     */
    void resource(SharedType type, ResponseView view, int resource, int number, long version, boolean changed);

    /** A resource was taken away; the number is the name's in the type's table. */
    void removed(SharedType type, int number);

    /** A response is answered; {@code error} is empty for an Ack. */
    void answered(XdsType type, String nonce, String error);

    /** All that was subscribed of the type is answered, so long after it was asked for. */
    void settled(XdsType type, long nanos);
}
