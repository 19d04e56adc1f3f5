package dev.agentpost.mail.server.configuration;

/** @param creation keys with messages:write may make folders beside the four */
public record FolderSettings(boolean creation) {
    public static final String FOLDER_CREATION = "FOLDER_CREATION";

    static FolderSettings from(Environment environment) {
        return new FolderSettings(environment.flag(FOLDER_CREATION, true));
    }
}
