package io.spillway.drill.mock.fleet;

import java.nio.ByteBuffer;

import io.spillway.drill.mock.message.ResponseView;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.session.SharedType;

/** A resource that a client has just received. One object for all of a thread: valid during the call only. */
public final class Receipt {

    private final String group;
    private int client;
    private SharedType type;
    private ResponseView view;
    private int resource;
    private int number;
    private long versionHash;
    private long nanos;

    Receipt(String group, SharedType type, ResponseView view) {
        this.group = group;
        this.type = type;
        this.view = view;
    }

    void set(int newClient, SharedType newType, ResponseView newView, int newResource, int newNumber, long newVersion,
            long newNanos) {
        client = newClient;
        type = newType;
        view = newView;
        resource = newResource;
        number = newNumber;
        versionHash = newVersion;
        nanos = newNanos;
    }

    /** Returns the name of the client's group. */
    public String group() {
        return group;
    }

    /** Returns the client's number in its group. */
    public int client() {
        return client;
    }

    /** Returns the type. */
    public XdsType type() {
        return type.type();
    }

    /** Returns the resource's name. */
    public String name() {
        return type.names().name(number);
    }

    /** Returns the resource's number: the same for the same name of a type in a group, from 0 upwards. */
    public int number() {
        return number;
    }

    /** Returns the version; empty in the state-of-the-world protocol. Makes a text: for those who look at few. */
    public String version() {
        return view.resourceVersion(resource);
    }

    /** Returns the hash of the version; of the content where resources have no version. */
    public long versionHash() {
        return versionHash;
    }

    /** Returns the nonce of the response that it was in. */
    public String nonce() {
        return view.nonce();
    }

    /** Returns the octets of the resource itself, without copying them. */
    public ByteBuffer octets() {
        return view.body(resource);
    }

    /** Returns when it was received, on the ticker of the fleet. */
    public long nanos() {
        return nanos;
    }
}
