// What Grafana publishes of a dashboard, with the options of the kinds of panels that are used here.
import { AnnotationContainer, AnnotationQuery, Dashboard, FieldConfig, Panel, RowPanel } from '@grafana/schema/dist/types/raw/dashboard/x/types.gen';
import * as stat from '@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/types.gen';
import * as timeline from '@grafana/schema/dist/types/raw/composable/statetimeline/panelcfg/x/types.gen';
import * as timeseries from '@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/types.gen';

export interface StatOptions extends stat.Options {}
export interface StateTimelineOptions extends timeline.Options {}
export interface StateTimelineFieldConfig extends timeline.FieldConfig {}
export interface TimeSeriesOptions extends timeseries.Options {}
export interface TimeSeriesFieldConfig extends timeseries.FieldConfig {}

// A data source's own fields stand beside those of every annotation query.
export interface OwnAnnotationQuery extends AnnotationQuery { [own: string]: unknown; }

interface Typed<T extends string, O, C> extends Omit<Panel, 'type' | 'options' | 'fieldConfig'> {
  type: T;
  options: O;
  fieldConfig: { defaults: Omit<FieldConfig, 'custom'> & { custom?: C }; overrides: [] };
}

export interface TypedDashboard extends Omit<Dashboard, 'panels' | 'annotations'> {
  annotations: Omit<AnnotationContainer, 'list'> & { list: OwnAnnotationQuery[] };
  panels: (
    | RowPanel
    | Typed<'stat', StatOptions, never>
    | Typed<'state-timeline', StateTimelineOptions, StateTimelineFieldConfig>
    | Typed<'timeseries', TimeSeriesOptions, TimeSeriesFieldConfig>
  )[];
}
