/**
 * Lists of names. No name is on two of them, and none is a villager's, an animal's or a boat's: whoever is called so can only
 * be meant in one way.
 */
import { entriesOf } from "../language/phrases.ts";

/** Users, and the people they tell of. */
export const girls = entriesOf(`
  Alice, Amelia, Amina, Amy, Anna, Aisha, Anouk, Astrid, Ava, Beatrice, Bella, Carmen, Chiara, Chloe,
  Clara, Daisy, Diana, Elena, Eleanor, Elif, Ella, Emily, Emma, Esther, Eva, Fatima, Fiona, Freya, Grace,
  Hana, Hannah, Harriet, Helen, Ingrid, Irina, Isabel, Ivy, Jane, Jasmine, Julia, Kaja, Kate, Katarina,
  Keiko, Laila, Laura, Leila, Lily, Linh, Lucy, Maria, Mara, Mei, Mia, Mira, Molly, Nadia, Naomi, Nina,
  Noor, Olga, Olivia, Paula, Penelope, Priya, Rachel, Ruby, Ruth, Sakura, Sara, Sofia, Sophie, Stella,
  Susan, Svetlana, Tara, Tilda, Uma, Vera, Victoria, Yasmin, Yuki, Zara, Zoe`);

export const boys = entriesOf(`
  Aaron, Adam, Ahmed, Alexander, Amir, Andre, Arjun, Arthur, Ben, Benjamin, Boris, Carlos, Charlie,
  Christopher, Chen, Daniel, David, Diego, Dmitri, Edward, Eli, Emil, Ethan, Felix, Frank, Gabriel,
  George, Hassan, Henry, Hiro, Ibrahim, Igor, Isaac, Ivan, Jack, Jacob, Jamal, James, Jan, Javier, Joe,
  John, Jonas, Joseph, Juan, Karim, Kenji, Kofi, Kwame, Lars, Leo, Liam, Luca, Luis, Magnus, Mark, Marco,
  Max, Michael, Mohammed, Nathan, Nikolai, Noah, Oliver, Omar, Oscar, Otto, Pablo, Patrick, Paul, Pedro,
  Peter, Rafael, Raj, Ravi, Robert, Samir, Sebastian, Simon, Stefan, Theo, Thomas, Tim, Tom, Viktor,
  Walter, Wei, William, Yusuf, Zack`);

/** Users' pets. */
export const petNames = entriesOf(`
  Bandit, Bingo, Blacky, Bobo, Bubbles, Buster, Chip, Coco, Cookie, Dino, Dumpling, Fang, Fluffy, Fuzzy,
  Ginger, Goldie, Happy, Honey, Jellybean, Kiwi, Lady, Lucky, Luna, Milky, Mittens, Mochi, Muffin, Noodle,
  Oreo, Paws, Peanut, Pickle, Poppy, Pudding, Rex, Rocky, Rover, Scruffy, Shadow, Smokey, Snowball, Socks,
  Spot, Sunny, Tiger, Toffee, Truffle, Waffles, Whiskers, Ziggy, Zorro`);

/** The model, where a system prompt gives it another name. */
export const personaNames = entriesOf(`
  Pip, Nova, Bolt, Dot, Echo, Pixel, Wisp, Juno, Rusty, Tansy, Bramble, Quill-Bot, Puck, Sprocket, Widget,
  Gizmo, Lumen, Beacon, Skipper, Captain Blue, Mister Brown, Lady Grey, Professor Owl, Aria, Zephyr,
  Cosmo, Flint, Hazel, Iris, Jasper, Kestrel, Lark, Merlin, Nimbus, Onyx, Perry, Quark, Robin, Sage,
  Tinker, Umber, Vesper, Willow, Zip, Basil, Domino, Fable, Orion, Twig, Whistler, Marlowe, Sunbeam, Tock,
  Ping, Mimo, Botty, Tolly, Bluebird, Old Salt, Chatty`);

/** Heroes of stories; he or she is not known. */
export const heroNames = entriesOf(`
  Alva, Anselm, Ariel, Aurel, Bastian, Birgit, Cato, Celia, Cleo, Corin, Cosima, Dario, Delphine, Demi,
  Dora, Edwin, Elodie, Elma, Enzo, Erin, Estelle, Fabio, Faye, Fenna, Filip, Florian, Gemma, Gus, Gwen,
  Hakon, Heidi, Hollie, Ilona, Imke, Indra, Jonte, Josie, Jule, Kira, Koen, Leonie, Lorenz, Lucian, Luz,
  Maia, Malin, Manu, Marlon, Matteo, Mattis, Maya, Merle, Mika, Minna, Nanda, Nico, Nora, Odin, Ole, Oona,
  Paloma, Pascal, Pia, Polly, Quentin, Ramon, Remy, Rhea, Rio, Romy, Rufus, Sabine, Salim, Sander, Selma,
  Senna, Silas, Sunil, Suri, Sven, Tamsin, Tarek, Thea, Tilo, Toby, Tristan, Una, Valentin, Vincent, Xenia,
  Yannick, Yusra, Zelda, Ziva, Hattie, Ned, Alfie, Lottie, Archie, Harry, Ruben, Stanley, Tess, Annika,
  Bruno, Caleb, Dexter`);

/** Whom users take for villagers. */
export const strangers = entriesOf(`
  Oskar, Lotte, Marek, Anton, Lasse, Casper, Wilma, Elias, Solveig, Gustav, Hanne, Ilse, Jorun, Karin, Ludo,
  Maren, Nils, Odile, Petra, Rolf, Sanne, Thijs, Ursula, Viola, Willem, Xaver, Yara, Zeno, Arne, Britta,
  Conrad, Dagny, Eskil, Flora, Gideon, Hedda, Ivo, Josef, Klara, Leif, Mabel, Norbert, Gunda, Percy, Runa,
  Sunniva, Timo, Wendel, Hubert, Agnes, Benno, Cyril, Doris, Roland, Gerda, Harold, Rieke, Kaspar, Maud,
  Ronja`);
