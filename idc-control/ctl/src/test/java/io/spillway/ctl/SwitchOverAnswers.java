package io.spillway.ctl;

import java.util.ArrayList;
import java.util.List;

/** What a control plane says of a switch-over of the DrGroup core from idc-a to idc-b. */
final class SwitchOverAnswers {

    static final String PASSED = check("capacity", "PASSED", "41 % of 1200/s (expected: at most 80 %)");
    static final String FAILED = check("sync fresh", "FAILED", "idc-b was heard 40 s ago (expected: at most 5 s)");

    private String state = "READY";
    private int sequence = 3;
    private int revision = 12;
    private int approvals;
    private String pause = "";
    private String at = "\"step\":0,\"side\":\"RECEIVER\",\"phase\":\"PUSH\"";
    private String figures = "null";
    private String waitsFor = "";
    private boolean planned = true;
    private final List<String> progress = new ArrayList<>();

    private SwitchOverAnswers() {}

    static SwitchOverAnswers in(String state, int sequence) {
        SwitchOverAnswers answers = new SwitchOverAnswers();
        answers.state = state;
        answers.sequence = sequence;
        answers.revision = 9 + sequence;
        return answers;
    }

    static String check(String item, String outcome, String how) {
        return "{\"item\":\"" + item + "\",\"outcome\":\"" + outcome + "\",\"how\":\"" + how
                + "\",\"why\":\"it matters\",\"action\":\"mend it\"}";
    }

    SwitchOverAnswers at(int step, String side, String phase) {
        at = "\"step\":" + step + ",\"side\":\"" + side + "\",\"phase\":\"" + phase + "\"";
        return this;
    }

    SwitchOverAnswers approvals(int people) {
        approvals = people;
        return this;
    }

    SwitchOverAnswers unplanned() {
        planned = false;
        return this;
    }

    SwitchOverAnswers paused(String cause, String detail) {
        pause = ",\"pause\":{\"cause\":\"" + cause + "\",\"resumes\":\"SHIFTING\",\"detail\":\"" + detail + "\"}";
        return this;
    }

    SwitchOverAnswers acked(String idc, int acked, int fleet) {
        progress.add("{\"idc\":\"" + idc + "\",\"acked\":" + acked + ",\"fleet\":" + fleet
                + ",\"behind\":30,\"seen\":\"there\",\"late\":[\"gw-3\"],\"traffic\":{\"requestsPerSecond\":60.5},\"at\":\"2026-11-21T07:59:59Z\"}");
        return this;
    }

    SwitchOverAnswers waitsFor(String what) {
        waitsFor = what;
        return this;
    }

    SwitchOverAnswers measuring(String successRate) {
        figures = "{\"requestsPerSecond\":120.0,\"successRate\":" + successRate
                + ",\"p99Millis\":12.0,\"targetLoad\":41.0,\"misroutedPerSecond\":0.0}";
        return this;
    }

    String resource() {
        String plan = ",\"plan\":{\"idcs\":[\"idc-a\",\"idc-b\"],\"checks\":[" + PASSED
                + "],\"moves\":{\"orders\":120.5},\"predictedLoad\":57.0,\"digest\":\"d\",\"hash\":\"5eed\","
                + "\"until\":\"2026-11-21T08:15:00Z\",\"approvals\":" + approvals + "}";
        return "{\"apiVersion\":\"spillway.io/v1\",\"kind\":\"SwitchOver\",\"metadata\":{\"name\":\"cooling\","
                + "\"revision\":" + revision + "},\"spec\":{\"scope\":{\"drGroups\":[\"core\"]},\"from\":\"idc-a\","
                + "\"to\":\"idc-b\",\"steps\":[50,100],\"soak\":\"5s\",\"gates\":{\"successRate\":0.5,\"p99\":1.5,"
                + "\"targetLoad\":80,\"misroutes\":0.0,\"onFailure\":\"pause\"},\"mode\":\"graceful\","
                + "\"fence\":\"none\",\"expires\":\"72h\",\"onExpiry\":\"alarm\",\"reason\":\"cooling\"},"
                + "\"status\":{\"generation\":{\"counter\":1,\"idc\":\"idc-a\"},\"sequence\":" + sequence
                + ",\"state\":\"" + state + "\",\"at\":{" + at + "}" + pause
                + ",\"origin\":\"MANUAL\",\"author\":\"ann\"" + (planned ? plan : "")
                + ",\"measured\":{\"successRate\":100.0,\"p99Millis\":10.0},\"since\":\"2026-11-21T07:59:00Z\","
                + "\"history\":[{\"sequence\":" + sequence + ",\"at\":\"2026-11-21T07:59:00Z\",\"from\":\"CHECKING\","
                + "\"to\":\"" + state + "\",\"event\":\"checks-failed\",\"node\":\"idc-a/control-1\","
                + "\"detail\":\"sync fresh: idc-b was heard 40 s ago\"}]"
                + (planned ? "" : ",\"checks\":[" + PASSED + "," + FAILED + "]") + "}}";
    }

    String written(boolean changed) {
        return "{\"revision\":" + revision + ",\"changed\":" + changed + ",\"created\":[],\"resources\":["
                + resource() + "]}";
    }

    String view() {
        return "{\"switchOver\":" + resource() + ",\"coordinator\":\"idc-a/control-1\",\"waitsFor\":\"" + waitsFor
                + "\",\"checks\":[" + (planned ? PASSED : PASSED + "," + FAILED) + "],\"figures\":" + figures
                + ",\"progress\":[" + String.join(",", progress)
                + "],\"quarantined\":[\"idc-b/gw-2\"],\"quarantinedBehind\":[{\"idc\":\"idc-b\",\"atMost\":30}]}";
    }
}
