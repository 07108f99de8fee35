package io.spillway.control.switchover.auto;

import java.util.ArrayList;
import java.util.List;

import io.spillway.control.load.FleetFigures.PathsOfFleet;
import io.spillway.control.switchover.auto.Outlook.Group;

/** Looks whether policies would work when they are needed. Pure. */
final class SelfCheck {

    /** What is wrong with one DrGroup begins so. */
    static final String OF_DR_GROUP = "drgroups/";

    private SelfCheck() {}

    /**
     * Returns what is wrong; nothing where no DrGroup has a policy.
     *
     * @param registry whether the registry answers
     * @param paths what this IDC's gateways say, of each other IDC of a policy
     */
    static List<String> of(Outlook outlook, List<Group> groups, boolean registry, List<PathsOfFleet> paths) {
        List<String> wrong = new ArrayList<>();
        if (groups.isEmpty()) {
            return wrong;
        }
        if (!registry) {
            wrong.add("the registry does not answer");
        }
        groups.stream().flatMap(group -> group.spec().idcs().stream()).distinct().sorted()
                .filter(idc -> !outlook.heard(idc)).forEach(idc -> wrong.add("no word from " + idc));
        if (paths.stream().allMatch(path -> path.usable() + path.lost() == 0)) {
            wrong.add("no gateway of " + outlook.ownIdc() + " reports how it reaches others");
        }
        paths.stream().mapToInt(PathsOfFleet::unknown).max().stream().filter(unknown -> unknown > 0)
                .forEach(unknown -> wrong.add(unknown + " gateways of " + outlook.ownIdc() + " do not report"));
        groups.forEach(group -> Automatic.hindrances(outlook, group)
                .forEach(why -> wrong.add(OF_DR_GROUP + group.name() + ": " + why)));
        return wrong;
    }
}
