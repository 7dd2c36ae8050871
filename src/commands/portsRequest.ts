// What the dashboard's ports are made from: what a start was told, by the command line and the configuration.
import type { NotifyOptions } from '../actions/createNotifier';
import type { Config } from '../config/readConfig';
import type { OpenHosts } from '../places/hosts/openHosts';
import type { PlacesRequest } from '../places/openPlaces';
import type { AttachSettings } from './attachFromDashboard';

export interface PortsRequest extends PlacesRequest, Omit<AttachSettings, 'homes'> {
  /** See `RunRequest`. */
  readonly recordBytes?: number;
  readonly notify: NotifyOptions;
  /** See `SessionPlacesRequest`. */
  readonly resumeCommands: Config['resumeCommands'];
  /** See `Config`. */
  readonly sessionsAs: Config['sessionsAs'];
  /** See `Config`. */
  readonly multiplexers: boolean;
  /** Coding agents by name. */
  readonly agents: Config['agents'];
  readonly mcpServers: Config['mcpServers'];
  /** See `Config`. */
  readonly clientTools: boolean;
  /** Other machines; missing: there are none. */
  readonly hosts?: OpenHosts;
  /** The dashboard has been left: what was begun for it alone ends. */
  readonly left: AbortSignal;
}
