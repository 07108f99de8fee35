package io.spillway.control.health.probe;

/** Where checks go: {@code host} is an IP address or a host name. */
public record Place(String host, int port) {

    /** Returns the place as an authority. */
    String authority() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
