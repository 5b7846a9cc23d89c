/** From where is asked: one probe of each continent, or of each of these places, as Globalping reads them. */
export type Places = readonly string[] | { readonly each: 'continent' };

/** Each is a test, of 250 that an address has within an hour. */
const MOST_PLACES = 10;

const FORM = `off, world, or at most ${MOST_PLACES} places parted by commas, such as \`Berlin, New York, AS\``;

/** Places of a text; undefined: none. @returns the form wanted where it has another */
export function parsePlaces(text: string): Places | undefined | string {
  if (text === 'off') return undefined;
  if (text === 'world') return { each: 'continent' };
  const places = text.split(',').map((place) => place.trim());
  const fit =
    places.length <= MOST_PLACES && places.every((place) => /^[\p{L}\p{N}][\p{L}\p{N} .'+-]{0,99}$/u.test(place));
  return fit ? [...new Set(places)] : FORM;
}
