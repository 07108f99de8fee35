package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What only shows when several control nodes are asked. Pure. */
final class NodeRules {

    private static final long APART_MILLIS = 1_000;
    private static final long FAR_APART_MILLIS = 5_000;

    private NodeRules() {}

    static List<CheckFinding> of(List<NodeCheck> nodes) {
        List<CheckFinding> found = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            ownClock(nodes.get(i), found);
            for (NodeCheck other : nodes.subList(i + 1, nodes.size())) {
                clocks(nodes.get(i), other, found);
                versions(nodes.get(i), other, found);
            }
        }
        return found;
    }

    /** Returns whether two nodes of an IDC serve different things, maybe only because one is a moment behind. */
    static boolean differ(List<NodeCheck> nodes) {
        return nodes.stream().anyMatch(one -> nodes.stream().anyMatch(
                other -> one.idc().equals(other.idc()) && !one.catalog().equals(other.catalog())));
    }

    /** An address that does not answer. */
    static CheckFinding unreachable(String address, String reason) {
        return new CheckFinding("server-unreachable", CheckFinding.ERROR, "", List.of(), "server " + address, reason,
                "What it serves is not known; its data planes go to another node, if there is one",
                "See whether its process runs and whether --server has its address");
    }

    /** A node that lives, but of which nobody knows what it serves. */
    static CheckFinding notAsked(String idc, String node, String reason) {
        return new CheckFinding("node-not-asked", CheckFinding.WARNING, idc, List.of(), "node " + node,
                "it lives, but cannot be asked: " + reason,
                "What it serves and what its clock says is not compared with the other nodes",
                "Name every node with --server, or let api of its configuration be an address that is reached from here");
    }

    /** A node that does not say who else lives. */
    static CheckFinding othersUnknown(NodeCheck node) {
        return new CheckFinding("node-not-asked", CheckFinding.WARNING, node.idc(), List.of(node.node()),
                "node " + node.node(), "it does not answer who else lives",
                "Other nodes of the IDC are not inspected", "Name every node with --server");
    }

    private static void ownClock(NodeCheck node, List<CheckFinding> found) {
        long apart = Math.abs(node.aheadMillis()) - node.eitherWayMillis();
        if (apart > APART_MILLIS) {
            found.add(new CheckFinding("clocks-apart", CheckFinding.WARNING, node.idc(), List.of(node.node()),
                    "node " + node.node(), "its clock and that of this machine are at least " + apart + " ms apart",
                    "Ages that are shown here are wrong by as much; one of both clocks is wrong",
                    "See the time service (chrony, ntpd) of both machines"));
        }
    }

    private static void clocks(NodeCheck one, NodeCheck other, List<CheckFinding> found) {
        long apart = Math.abs(one.aheadMillis() - other.aheadMillis()) - one.eitherWayMillis()
                - other.eitherWayMillis();
        if (apart > APART_MILLIS) {
            found.add(new CheckFinding("clocks-apart",
                    apart > FAR_APART_MILLIS ? CheckFinding.ERROR : CheckFinding.WARNING, one.idc(),
                    List.of(one.node(), other.node()), names(one, other),
                    "their clocks are at least " + apart + " ms apart",
                    "Shifts expire at different times, and times of records and reports cannot be compared",
                    "See the time service (chrony, ntpd) of both machines"));
        }
    }

    private static void versions(NodeCheck one, NodeCheck other, List<CheckFinding> found) {
        if (!one.idc().equals(other.idc()) || one.catalog().equals(other.catalog())) {
            return;
        }
        List<String> nodes = List.of(one.node(), other.node());
        if (one.revision() == other.revision()) {
            found.add(new CheckFinding("unequal-versions", CheckFinding.ERROR, one.idc(), nodes, names(one, other),
                    "at revision " + one.revision() + " they serve different " + different(one, other),
                    "Data planes of one IDC decide differently, by the node that they happen to be connected to",
                    "See whether both run one version; restart the one that is wrong, and report the fault"));
        } else {
            NodeCheck behind = one.revision() < other.revision() ? one : other;
            NodeCheck ahead = behind.equals(one) ? other : one;
            found.add(new CheckFinding("node-behind", CheckFinding.WARNING, one.idc(), nodes,
                    "node " + behind.node(),
                    "serves revision " + behind.revision() + ", node " + ahead.node() + " serves " + ahead.revision(),
                    "Its data planes have what was true before, if that stays so",
                    "Look again; if it stays behind, see its link to the registry: spillway status --server "
                            + behind.address()));
        }
    }

    private static String names(NodeCheck one, NodeCheck other) {
        return "nodes " + one.node() + " and " + other.node();
    }

    private static String different(NodeCheck one, NodeCheck other) {
        List<String> types = new ArrayList<>();
        Map<String, String> theirs = other.catalog();
        one.catalog().forEach((type, digest) -> {
            String there = theirs.getOrDefault(type, "nothing");
            if (!digest.equals(there)) {
                types.add(type + ": " + digest + " against " + there);
            }
        });
        return String.join("; ", types);
    }
}
