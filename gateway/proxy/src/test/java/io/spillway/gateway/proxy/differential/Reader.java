package io.spillway.gateway.proxy.differential;

import java.util.List;

/** Takes the octets of a connection apart into messages. */
interface Reader {
    /**
     * Reads all requests, or all answers to GET, that the octets hold.
     *
     * @param cuts where one read of the socket ends and the next begins, the last is the length
     */
    List<Reading> read(byte[] octets, boolean requests, int[] cuts) throws Exception;
}
