package dev.agentpost.mail.server.configuration;

/** @param creation keys with messages:write may make folders beside the four */
public record FolderSettings(boolean creation) {

    static FolderSettings from(Environment environment) {
        return new FolderSettings(environment.flag(Setting.FOLDER_CREATION));
    }
}
