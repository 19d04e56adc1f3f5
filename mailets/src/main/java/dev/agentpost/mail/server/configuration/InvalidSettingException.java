package dev.agentpost.mail.server.configuration;

/** A setting that stops the start; its message is one line that names key, value and what is allowed. */
public final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidSettingException(String message) {
        super(message);
    }

    static InvalidSettingException of(Setting setting, String value, String allowed) {
        return of(setting.name(), value, allowed);
    }

    static InvalidSettingException of(String key, String value, String allowed) {
        return new InvalidSettingException(key + "=" + printable(value) + " is not allowed: " + allowed);
    }

    private static String printable(String value) {
        return value.replaceAll("\\p{Cntrl}", "?");
    }
}
