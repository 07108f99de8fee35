package io.spillway.gateway.proxy.upstream;

/** Whether one more connection may be opened. Used on the event loop of the pool. */
public interface Permit {
    /** For connections that somebody else bounds. */
    Permit UNBOUNDED = new Permit() {
        @Override
        public boolean take() {
            return true;
        }

        @Override
        public void force() {
            // nothing is counted
        }

        @Override
        public void giveBack() {
            // nothing was counted
        }
    };

    /** Takes one; false when there may be no more. */
    boolean take();

    /** Takes one whatever the bound: the first one to an endpoint, which could not be used at all without it. */
    void force();

    /** The connection is closed, or did not come about. */
    void giveBack();
}
