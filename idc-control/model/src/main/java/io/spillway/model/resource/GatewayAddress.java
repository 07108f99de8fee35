package io.spillway.model.resource;

/**
 * The crossing listener of one gateway.
 *
 * @param node name of the gateway in its IDC
 * @param port 1..65535
 */
public record GatewayAddress(String node, String host, int port) {

    /** Returns "host:port". */
    public String address() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
