package io.spillway.control.service;

import java.util.List;

import io.spillway.model.resource.Resource;
import io.spillway.model.resource.StepFigures;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchOverProgress;
import org.jspecify.annotations.Nullable;

/**
 * A switch-over with what is done about it now.
 *
 * @param resource the record
 * @param progress what each IDC says of its part, in the order of the names
 * @param checks of the last look, also those that forbade it; empty when nobody has looked
 * @param figures what is measured now of all IDCs together; null when nobody tells
 * @param waitsFor what it waits for, for people; empty for nothing
 * @param coordinator the node that carries it out, as in "idc-a/control-1"; empty when nobody does
 */
public record SwitchOverView(Resource resource, List<SwitchOverProgress> progress, List<SwitchCheck> checks,
        @Nullable StepFigures figures, String waitsFor, String coordinator) {

    public SwitchOverView {
        progress = List.copyOf(progress);
        checks = List.copyOf(checks);
    }
}
