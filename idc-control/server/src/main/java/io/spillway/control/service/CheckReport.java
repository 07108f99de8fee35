package io.spillway.control.service;

import java.time.Instant;
import java.util.List;

/**
 * What a node found wrong with its IDC.
 *
 * @param at       this node's clock when it answered
 * @param revision newest registry revision that it serves
 * @param catalog  what it serves, for comparison with the other nodes of the IDC
 * @param findings by rule and object
 */
public record CheckReport(String idc, String node, Instant at, long revision, List<CatalogView> catalog,
        List<Finding> findings) {

    /** Copies the lists. */
    public CheckReport {
        catalog = List.copyOf(catalog);
        findings = List.copyOf(findings);
    }

    /**
     * All that is served of one type.
     *
     * @param digest over names and versions; versions are content hashes, so that nodes of one IDC at one revision agree
     */
    public record CatalogView(String type, int resources, String digest) {}
}
