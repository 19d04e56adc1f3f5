package dev.agentpost.mail.cli.doctor;

/**
 * What one check found.
 *
 * @param check what was looked at
 * @param message what was seen
 * @param advice what to do; empty when nothing
 */
record Finding(String check, Status status, String message, String advice) {

    /** From good to bad. */
    enum Status {
        ok,
        warn,
        fail
    }

    static Finding ok(String check, String message) {
        return new Finding(check, Status.ok, message, "");
    }

    /** It works, or will for a while. */
    static Finding warn(String check, String message, String advice) {
        return new Finding(check, Status.warn, message, advice);
    }

    /** Something does not work. */
    static Finding fail(String check, String message, String advice) {
        return new Finding(check, Status.fail, message, advice);
    }
}
