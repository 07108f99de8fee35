package io.spillway.control.load;

/**
 * What a figure of a report is about.
 *
 * @param cluster    the xDS cluster, as in {@code orders/default!idc-b}
 * @param idc        where the requests went
 * @param deployment the deployment cluster there; empty behind another IDC's gateways
 * @param priority   of the locality in that cluster
 */
record LoadKey(String service, String group, String cluster, String region, String idc, String deployment,
        int priority) {}
