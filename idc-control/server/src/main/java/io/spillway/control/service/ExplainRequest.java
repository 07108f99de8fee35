package io.spillway.control.service;

import java.util.Map;

/**
 * A request to decide.
 *
 * @param idc     must be this node's own IDC: only it knows what its gateways are served
 * @param role    {@code entrance}, {@code crossing} or {@code local}
 * @param method  HTTP method
 * @param host    authority as a client would send it, port allowed
 * @param path    path with query
 * @param headers by lower-case name
 */
public record ExplainRequest(String idc, String role, String method, String host, String path,
        Map<String, String> headers) {

    public ExplainRequest {
        headers = Map.copyOf(headers);
    }
}
