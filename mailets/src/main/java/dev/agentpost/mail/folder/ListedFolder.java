package dev.agentpost.mail.folder;

import java.util.Optional;

/**
 * One line of an answer to LIST.
 *
 * @param name as it is to be shown
 * @param folder the name of the folder that it leads to
 * @param exists false for a level of hierarchy that is no folder, and for a subscription without folder
 * @param subscribedBelow a name below this one is subscribed
 */
public record ListedFolder(
        String name, String folder, boolean exists, boolean hasChildren, boolean subscribed, boolean subscribedBelow) {

    public Optional<SystemFolder> system() {
        return SystemFolder.named(folder);
    }

    public Optional<String> specialUse() {
        return system().flatMap(SystemFolder::specialUse);
    }
}
